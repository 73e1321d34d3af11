package dev.ordeal.checkers.linearizable.internal;

/**
 * How many zones cover each cut, as a segment tree: zones come and go, and the first cut of a range
 * that none covers is found, each in logarithmic time.
 */
final class Coverage {
  private final int leaves;

  /** Per node how many zones cover all of it, but not all of its parent. */
  private final int[] all;

  /** Per node how many of the zones that do not reach beyond it cover its least covered cut. */
  private final int[] least;

  private long steps;

  Coverage(int cuts) {
    leaves = Integer.highestOneBit(Math.max(1, cuts)) * 2;
    all = new int[2 * leaves];
    least = new int[2 * leaves];
  }

  /** Lets a zone cover the cuts from one until before another; or, by -1, no longer. */
  void add(int from, int to, int zones) {
    if (from < to) {
      add(1, 0, leaves, from, to, zones);
    }
  }

  private void add(int node, int low, int high, int from, int to, int zones) {
    steps++;
    if (from <= low && high <= to) {
      all[node] += zones;
      least[node] += zones;
      return;
    }
    int middle = (low + high) >>> 1;
    if (from < middle) {
      add(2 * node, low, middle, from, to, zones);
    }
    if (to > middle) {
      add(2 * node + 1, middle, high, from, to, zones);
    }
    least[node] = all[node] + Math.min(least[2 * node], least[2 * node + 1]);
  }

  /** The first cut that no zone covers, from one until before another; or -1. */
  int firstFree(int from, int to) {
    return from < to ? firstFree(1, 0, leaves, from, to) : -1;
  }

  /** A node is asked only if no zone covers all of any node above it. */
  private int firstFree(int node, int low, int high, int from, int to) {
    steps++;
    if (least[node] > 0 || to <= low || high <= from) {
      return -1;
    }
    if (high - low == 1) {
      return low;
    }
    int middle = (low + high) >>> 1;
    int found = firstFree(2 * node, low, middle, from, to);
    return found >= 0 ? found : firstFree(2 * node + 1, middle, high, from, to);
  }

  /** How many nodes were visited so far. */
  long steps() {
    return steps;
  }
}
