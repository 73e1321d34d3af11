package dev.ordeal.harness.internal.clock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The file that says how wrong one node's wall clock is.
 *
 * <p>libfaketime counts a rate from the start of the process: at time t it tells {@code start +
 * offset + rate * (t - start)}. For the clock to be off by s(t) at each t, s being linear, the
 * offset must be s(start).
 */
final class ClockFile {
  private static final String TRUE = "+0 x1.0\n";

  private final Path file;
  private final Skews skews = new Skews(this::write);
  private Instant start = Instant.now();

  ClockFile(Path file) {
    this.file = file;
    write();
  }

  Skews skews() {
    return skews;
  }

  /** Nanoseconds on our own clock, as the skews count them. */
  static long nanos(Instant time) {
    return ChronoUnit.NANOS.between(Instant.EPOCH, time);
  }

  /** How far off the node's clock should be at a time. */
  Duration expected(Instant time) {
    return Duration.ofNanos(skews.nanosAt(nanos(time)));
  }

  /** The process that reads it started then. */
  synchronized void startedAt(Instant time) {
    start = time;
    write();
  }

  /** The process is seen to be ahead of what it should be by so much: it started earlier. */
  void correct(Duration ahead) {
    double gain = skews.rate() - 1;
    if (gain != 0) {
      startedAt(start().minusNanos(Math.round(ahead.toNanos() / gain)));
    }
  }

  private synchronized Instant start() {
    return start;
  }

  private synchronized void write() {
    double rate = skews.rate();
    double offset = skews.nanosAt(nanos(start)) / 1e9;
    var text =
        offset == 0 && rate == 1 ? TRUE : String.format(Locale.ROOT, "%+.9f x%.9f%n", offset, rate);
    try {
      var draft = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(draft, text);
      // A program that found half a line would tell some other time.
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write the clock of a node to " + file, failure);
    }
  }
}
