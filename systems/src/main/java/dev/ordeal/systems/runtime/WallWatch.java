package dev.ordeal.systems.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Holds a node's wall clock against its monotonic one, and says what it sees: a jump, or another
 * rate. A rate is what two looks one after the other agree on; until then it looks like a jump.
 */
final class WallWatch {
  /** How often to look. */
  static final Duration EVERY = Duration.ofMillis(250);

  /** Less apart, the two clocks' readings are too coarse to tell a rate. */
  private static final long APART_NANOS = 100_000_000;

  /** A jump that is told at once, and not at the next regular look. */
  private static final long LARGE_NANOS = 50_000_000;

  /** The thread may have stood for as long between the readings of the two clocks. */
  private static final long CHANCE_NANOS = 5_000_000;

  private static final double RATE_CHANCE = 0.1;

  private final Consumer<String> log;
  private Instant wall;
  private long monotonic;
  private double rate = 1;
  private double before = 1;

  /** Begins with what both clocks say. */
  WallWatch(Consumer<String> log, Instant wall, long monotonicNanos) {
    this.log = log;
    this.wall = wall;
    this.monotonic = monotonicNanos;
  }

  /** Looks at what both clocks say now. */
  void look(Instant nowWall, long nowMonotonicNanos) {
    long passed = nowMonotonicNanos - monotonic;
    long gained = Duration.between(wall, nowWall).toNanos() - passed;
    long unforeseen = gained - Math.round((rate - 1) * passed);
    if (passed < APART_NANOS && Math.abs(unforeseen) < LARGE_NANOS) {
      return;
    }
    double seen = 1 + gained / (double) Math.max(1, passed);
    double chance = Math.max(CHANCE_NANOS, RATE_CHANCE * Math.abs(rate - 1) * passed);
    if (Math.abs(unforeseen) > chance) {
      tell(seen, passed, gained, unforeseen);
    }
    before = seen;
    wall = nowWall;
    monotonic = nowMonotonicNanos;
  }

  private void tell(double seen, long passed, long gained, long unforeseen) {
    boolean isTrue = Math.abs(gained) < CHANCE_NANOS;
    boolean isSteady = passed >= APART_NANOS && Math.abs(seen - before) < RATE_CHANCE * before;
    if (rate != 1 && isTrue) {
      rate = 1;
      log.accept("the wall clock runs at its true rate again");
    } else if (isSteady) {
      rate = seen;
      log.accept(
          String.format(Locale.ROOT, "the wall clock runs at %.3f times the true rate", rate));
    } else {
      log.accept(String.format(Locale.ROOT, "the wall clock jumped by %+.3f s", unforeseen / 1e9));
    }
  }
}
