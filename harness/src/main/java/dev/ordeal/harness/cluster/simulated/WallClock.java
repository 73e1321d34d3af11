package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Clocks;
import dev.ordeal.harness.internal.clock.Skews;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The wall clock of one simulated node, over all its lives: true, unless it is skewed. */
final class WallClock {
  /** When every simulation begins: a round date, the same in each run of a seed. */
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final LongSupplier now;
  private final Consumer<String> log;
  private final Skews skews = new Skews(this::changed);
  private long checkedNanos;
  private long skewNanos;
  private double rate = 1;

  /**
   * A true one.
   *
   * @param now nanoseconds of virtual time
   * @param log told what the node sees of a change
   */
  WallClock(LongSupplier now, Consumer<String> log) {
    this.now = now;
    this.log = log;
  }

  static Instant trueTime(long nowNanos) {
    return BEGIN.plusNanos(nowNanos);
  }

  Instant at(long nowNanos) {
    return trueTime(nowNanos).plusNanos(skews.nanosAt(nowNanos));
  }

  Skews skews() {
    return skews;
  }

  private void changed() {
    long time = now.getAsLong();
    long is = skews.nanosAt(time);
    long expected = skewNanos + Math.round((rate - 1) * (time - checkedNanos));
    if (is != expected) {
      log.accept("the wall clock jumped by " + Clocks.signed(Duration.ofNanos(is - expected)));
    }
    if (skews.rate() != rate) {
      rate = skews.rate();
      log.accept(
          String.format(Locale.ROOT, "the wall clock runs at %.3f times the true rate", rate));
    }
    checkedNanos = time;
    skewNanos = is;
  }
}
