package dev.ordeal.harness.cluster.simulated;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** A floor with an exponential tail, drawn by inversion from a table with linear steps between. */
final class ExponentialLatency implements LatencyDistribution {
  private static final int BITS = 12;
  private static final int CELLS = 1 << BITS;
  private static final int FRACTION_BITS = 20;

  /** Quantiles of the exponential distribution of mean 1, in 2^-20ths; the last one is a cap. */
  private static final long[] QUANTILES = quantiles();

  private final long least;
  private final long tail;
  private final String text;

  ExponentialLatency(Duration least, Duration tail) {
    if (least.isNegative() || tail.isNegative() || tail.toHours() > 1) {
      throw new IllegalArgumentException(
          "a latency of %s with a tail of %s: give 0 <= least, 0 <= tail <= 1 hour"
              .formatted(least, tail));
    }
    this.least = least.toNanos();
    this.tail = tail.toNanos();
    this.text = "exponential %s+%s".formatted(least, tail);
  }

  private static long[] quantiles() {
    var table = new long[CELLS + 1];
    for (int cell = 0; cell <= CELLS; cell++) {
      double rest = cell < CELLS ? 1 - cell / (double) CELLS : 1.0 / (CELLS * 10.0);
      table[cell] = (long) (-StrictMath.log(rest) * (1 << FRACTION_BITS));
    }
    return table;
  }

  @Override
  public long sample(RandomGenerator random) {
    long drawn = random.nextLong();
    int cell = (int) (drawn >>> (64 - BITS));
    long between = (drawn >>> (64 - BITS - FRACTION_BITS)) & ((1 << FRACTION_BITS) - 1);
    long step = QUANTILES[cell + 1] - QUANTILES[cell];
    long scaled = QUANTILES[cell] + ((step * between) >>> FRACTION_BITS);
    return least + (long) ((scaled * 0x1.0p-20) * tail);
  }

  @Override
  public String toString() {
    return text;
  }
}
