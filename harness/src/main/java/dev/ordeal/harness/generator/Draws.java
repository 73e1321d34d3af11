package dev.ordeal.harness.generator;

/**
 * Random numbers without a state: hashes of a seed and a counter.
 *
 * <p>The hash is the finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom
 * Number Generators, OOPSLA 2014).
 */
final class Draws {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private Draws() {}

  /** A number that looks independent of those of all other seeds and counters. */
  static long draw(long seed, long counter) {
    return mix(mix(seed + GOLDEN) ^ counter * GOLDEN);
  }

  /** A uniform number from 0, below {@code bound}, made of a draw. */
  static int below(long draw, int bound) {
    return (int) ((draw >>> 32) * bound >>> 32);
  }

  /** A uniform number from 0, up to and with {@code most}, made of a draw. */
  static long upTo(long draw, long most) {
    return most == Long.MAX_VALUE ? draw >>> 1 : Math.floorMod(draw, most + 1);
  }

  private static long mix(long bits) {
    long z = bits;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
