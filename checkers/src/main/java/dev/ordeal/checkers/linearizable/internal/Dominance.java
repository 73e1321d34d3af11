package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;

/**
 * Drops configurations that can do nothing that another one of the same state cannot do as well:
 * one that has placed more optional operations, or cannot absorb where the other can.
 */
final class Dominance {
  /** With more of one state than this, each is compared with so many neighbours only. */
  private static final int NEIGHBOURS = 64;

  private long[] byState = {};
  private boolean[] kept = {};

  /** Drops them from a set, given which slots hold optional operations. */
  void prune(ConfigurationSet configurations, long[] optional) {
    int size = configurations.size();
    if (size < 2) {
      return;
    }
    if (byState.length < size) {
      byState = new long[2 * size];
      kept = new boolean[2 * size];
    }
    for (int i = 0; i < size; i++) {
      byState[i] = configurations.words()[configurations.at(i)] << 32 | i;
      kept[i] = true;
    }
    Arrays.sort(byState, 0, size);
    boolean isPruned = false;
    for (int i = 0; i < size; i++) {
      int last = Math.min(size - 1, i + NEIGHBOURS);
      for (int j = i + 1; j <= last && byState[i] >>> 32 == byState[j] >>> 32; j++) {
        isPruned |= drop(configurations, optional, (int) byState[i], (int) byState[j]);
      }
    }
    if (isPruned) {
      configurations.retain(kept);
    }
  }

  private boolean drop(ConfigurationSet configurations, long[] optional, int one, int other) {
    if (!kept[one] || !kept[other]) {
      return false;
    }
    int loser =
        dominates(configurations, optional, one, other)
            ? other
            : dominates(configurations, optional, other, one) ? one : -1;
    if (loser >= 0) {
      kept[loser] = false;
    }
    return loser >= 0;
  }

  private static boolean dominates(
      ConfigurationSet configurations, long[] optional, int one, int other) {
    int width = configurations.width();
    long[] words = configurations.words();
    int at = configurations.at(one) + 1;
    int otherAt = configurations.at(other) + 1;
    for (int word = 0; word < width; word++) {
      long placed = words[at + word];
      long otherPlaced = words[otherAt + word];
      long absorbable = words[at + width + word];
      long differs = (placed ^ otherPlaced) | (absorbable ^ words[otherAt + width + word]);
      if ((differs & ~optional[word] & ~absorbable) != 0
          || (placed & ~otherPlaced & optional[word]) != 0) {
        return false;
      }
    }
    return true;
  }
}
