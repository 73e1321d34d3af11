package dev.ordeal.harness.cluster.simulated;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Any latency between two bounds. */
final class UniformLatency implements LatencyDistribution {
  private final long least;
  private final long range;
  private final String text;

  UniformLatency(Duration least, Duration most) {
    if (least.isNegative() || most.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "a latency from %s to %s: give 0 <= least <= most".formatted(least, most));
    }
    this.least = least.toNanos();
    this.range = most.toNanos() - this.least + 1;
    this.text = least.equals(most) ? "constant " + least : "uniform %s..%s".formatted(least, most);
  }

  @Override
  public long sample(RandomGenerator random) {
    return range == 1 ? least : least + random.nextLong(range);
  }

  @Override
  public String toString() {
    return text;
  }
}
