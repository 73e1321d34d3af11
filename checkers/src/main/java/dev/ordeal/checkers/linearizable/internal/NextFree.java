package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;

/**
 * Numbers that are taken away range by range: which is the next that is left? Disjoint sets of
 * numbers with the same answer (Tarjan and van Leeuwen, 1984: path halving), so that all questions
 * together cost almost linear time.
 */
final class NextFree {
  /** Per number one that is not greater than the next that is left. */
  private final int[] next;

  /** All numbers from 0 up to, and without, a bound; the bound itself is never taken away. */
  NextFree(int bound) {
    next = new int[bound + 1];
    Arrays.setAll(next, i -> i);
  }

  /** The first number that is left, from this on; or the bound. */
  int from(int number) {
    int at = number;
    while (next[at] != at) {
      next[at] = next[next[at]];
      at = next[at];
    }
    return at;
  }

  /** Takes away the numbers from one until before another. */
  void remove(int from, int to) {
    for (int at = from(from); at < to; at = from(at + 1)) {
      next[at] = at + 1;
    }
  }
}
