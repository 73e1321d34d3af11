package dev.ordeal.harness.cluster.disks.fuse;

import java.util.Random;

/** Random numbers from a seed. */
final class Seeds {

  private Seeds() {}

  /**
   * The JDK's oldest generator, since its sequence is specified and so means the same on every JDK.
   * Its first draws are much alike for seeds that are, so the seed is mixed first (the finalizer of
   * SplitMix64; Steele, Lea, Flood, OOPSLA 2014).
   */
  static Random random(long seed) {
    long z = seed + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return new Random(z ^ (z >>> 31));
  }
}
