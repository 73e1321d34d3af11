package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;

/**
 * The items of a stack in the order of their {@code c}, as a segment tree: finds one that can lie
 * below all others of a range. Items are removed one by one.
 */
final class Bottoms {
  private static final int NONE = -1;

  private final int leaves;

  /** Per node the least {@code a} and {@code b} and the greatest {@code d} of its items. */
  private final int[] a;

  private final int[] b;
  private final int[] d;
  private long steps;

  Bottoms(Items items, int[] byC) {
    leaves = Integer.highestOneBit(Math.max(1, byC.length)) * 2;
    a = new int[2 * leaves];
    b = new int[2 * leaves];
    d = new int[2 * leaves];
    Arrays.fill(a, Integer.MAX_VALUE);
    Arrays.fill(b, Integer.MAX_VALUE);
    Arrays.fill(d, NONE);
    for (int i = 0; i < byC.length; i++) {
      a[leaves + i] = items.a[byC[i]];
      b[leaves + i] = items.b[byC[i]];
      d[leaves + i] = items.d[byC[i]];
    }
    for (int node = leaves - 1; node > 0; node--) {
      pull(node);
    }
  }

  private void pull(int node) {
    a[node] = Math.min(a[2 * node], a[2 * node + 1]);
    b[node] = Math.min(b[2 * node], b[2 * node + 1]);
    d[node] = Math.max(d[2 * node], d[2 * node + 1]);
  }

  void remove(int place) {
    int node = leaves + place;
    a[node] = Integer.MAX_VALUE;
    b[node] = Integer.MAX_VALUE;
    d[node] = NONE;
    for (node /= 2; node > 0; node /= 2) {
      steps++;
      pull(node);
    }
  }

  /** The least {@code b} from one place to another, both included. */
  int leastB(int from, int to) {
    int least = Integer.MAX_VALUE;
    int low = leaves + from;
    for (int high = leaves + to + 1; low < high; low /= 2, high /= 2) {
      steps++;
      if ((low & 1) == 1) {
        least = Math.min(least, b[low++]);
      }
      if ((high & 1) == 1) {
        least = Math.min(least, b[--high]);
      }
    }
    return least;
  }

  /** Where, in a range of places, one is put before a cut and taken after another; or -1. */
  int find(int from, int to, int aBelow, int dAbove) {
    return find(1, 0, leaves, new Wanted(from, to + 1, aBelow, dAbove));
  }

  private record Wanted(int from, int to, int aBelow, int dAbove) {}

  private int find(int node, int low, int high, Wanted wanted) {
    steps++;
    if (a[node] >= wanted.aBelow
        || d[node] <= wanted.dAbove
        || wanted.to <= low
        || high <= wanted.from) {
      return NONE;
    }
    if (high - low == 1) {
      return low;
    }
    int middle = (low + high) >>> 1;
    int found = find(2 * node, low, middle, wanted);
    return found != NONE ? found : find(2 * node + 1, middle, high, wanted);
  }

  /** How many nodes were visited so far. */
  long steps() {
    return steps;
  }
}
