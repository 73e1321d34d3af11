package dev.ordeal.harness.cluster.simulated;

import java.util.random.RandomGenerator;

/**
 * SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
 *
 * <p>Our own, with its own bounded draws, because the JDK changes the default methods of {@link
 * RandomGenerator} between releases, and a seed must mean the same run on each of them. The bias of
 * a bounded draw (below 2^-20 for bounds below 2^11) does not matter to a simulation.
 */
final class SeededRandom implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final long PATH_FACTOR = 0xD1342543DE82EF95L;

  private long state;

  private SeededRandom(long state) {
    this.state = state;
  }

  /** The generator of one concern of a trial, told apart from all others by its path. */
  static SeededRandom of(long seed, long... path) {
    long state = mix(seed + GOLDEN_GAMMA);
    for (long step : path) {
      // A product, not a sum: seed 1 on path 2 must not be seed 2 on path 1.
      state = mix(state * PATH_FACTOR + step + GOLDEN_GAMMA);
    }
    return new SeededRandom(state);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  @Override
  public int nextInt() {
    return (int) (nextLong() >>> 32);
  }

  @Override
  public boolean nextBoolean() {
    return nextLong() < 0;
  }

  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** True with that probability; draws nothing where there is no choice. */
  boolean chance(double probability) {
    return probability > 0 && nextDouble() < probability;
  }

  @Override
  public int nextInt(int bound) {
    return (int) nextLong(bound);
  }

  @Override
  public int nextInt(int origin, int bound) {
    return (int) nextLong(origin, bound);
  }

  @Override
  public long nextLong(long bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, not " + bound);
    }
    if (bound <= 1L << 31) {
      return ((nextLong() >>> 33) * bound) >>> 31;
    }
    return (nextLong() >>> 1) % bound;
  }

  @Override
  public long nextLong(long origin, long bound) {
    if (origin >= bound) {
      throw new IllegalArgumentException("nothing between " + origin + " and " + bound);
    }
    long range = bound - origin;
    return range > 0 ? origin + nextLong(range) : wide(origin, bound);
  }

  /** A range of more than half of all longs: most draws hit it. */
  private long wide(long origin, long bound) {
    long drawn = nextLong();
    while (drawn < origin || drawn >= bound) {
      drawn = nextLong();
    }
    return drawn;
  }
}
