package dev.ordeal.toxiproxy.toxic;

/** Sums of nanoseconds that stop at the ends of their range instead of running over. */
final class Nanos {
  private Nanos() {}

  static long sum(long a, long b) {
    long sum = a + b;
    return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }
}
