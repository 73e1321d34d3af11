package dev.ordeal.toxiproxy.proxy;

import java.util.SplittableRandom;

/**
 * Derives the seed of a part from the seed of the whole, by the finalizer of SplitMix64 (Steele,
 * Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014). What a link draws
 * depends on the server's seed, the proxy's name and the ordinals of connection and toxic, and on
 * nothing else.
 */
final class Seeds {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  static long derive(long seed, long part) {
    long z = seed + GOLDEN_GAMMA * (part + 1);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  static SplittableRandom random(long seed, long part) {
    return new SplittableRandom(derive(seed, part));
  }
}
