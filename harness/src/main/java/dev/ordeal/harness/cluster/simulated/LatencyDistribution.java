package dev.ordeal.harness.cluster.simulated;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a message takes, as a distribution to draw from.
 *
 * <p>Those made here draw from tables that {@link StrictMath} filled, so that a seed means the same
 * on every JDK and processor; one of your own should do so too, and have a {@code toString} that a
 * report can show.
 */
@FunctionalInterface
public interface LatencyDistribution {

  /** Draws one latency, in nanoseconds; never negative. */
  long sample(RandomGenerator random);

  /** Always the same. */
  static LatencyDistribution constant(Duration latency) {
    return uniform(latency, latency);
  }

  /** Any latency from the least to the most, each as likely as the other. */
  static LatencyDistribution uniform(Duration least, Duration most) {
    return new UniformLatency(least, most);
  }

  /**
   * At least {@code least}, and beyond it an exponential tail: most are short, a few are long.
   *
   * @param least the floor
   * @param tail the mean of what is added to the floor; nothing above 11 times that is drawn
   */
  static LatencyDistribution exponential(Duration least, Duration tail) {
    return new ExponentialLatency(least, tail);
  }
}
