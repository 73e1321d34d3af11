package dev.ordeal.harness.internal.clock;

import dev.ordeal.harness.cluster.Clocks.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads wall clocks from outside; of several readings, the one that took least is the best. */
public final class ClockReader {
  private static final int READINGS = 3;

  private ClockReader() {}

  /** Something that tells the time of a node: nanoseconds since the epoch, if it can. */
  @FunctionalInterface
  public interface Source {

    /** Asks now. */
    OptionalLong nanos();
  }

  /**
   * Reads a few times.
   *
   * @param coarse what the source's time is rounded down to
   * @param by who reads, in words
   */
  public static Optional<Reading> best(Source source, Duration coarse, String by) {
    Supplier<Optional<Reading>> once = () -> read(source, coarse, by);
    return Stream.generate(once)
        .limit(READINGS)
        .flatMap(Optional::stream)
        .min(Comparator.comparing(Reading::within));
  }

  private static Optional<Reading> read(Source source, Duration coarse, String by) {
    long start = System.nanoTime();
    var asked = Instant.now();
    var said = source.nanos();
    long took = System.nanoTime() - start;
    if (said.isEmpty()) {
      return Optional.empty();
    }
    var at = asked.plusNanos(took / 2);
    long ours = ChronoUnit.NANOS.between(Instant.EPOCH, at);
    long theirs = said.getAsLong() + coarse.toNanos() / 2;
    var within = Duration.ofNanos((took + coarse.toNanos()) / 2);
    return Optional.of(new Reading(at, Duration.ofNanos(theirs - ours), within, by));
  }
}
