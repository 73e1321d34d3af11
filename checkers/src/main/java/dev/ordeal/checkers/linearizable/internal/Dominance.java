package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Drops configurations that can do nothing that another one of the same state cannot do as well:
 * one that has placed fewer optional operations, or can absorb where the other cannot.
 */
final class Dominance {
  /** With more of one state than this, each is compared with so many neighbours only. */
  private static final int NEIGHBOURS = 64;

  private final ConfigurationSet configurations;
  private final long[] optional;
  private final boolean[] kept;

  Dominance(ConfigurationSet configurations, long[] optional) {
    this.configurations = configurations;
    this.optional = optional;
    this.kept = new boolean[configurations.size()];
    Arrays.fill(kept, true);
  }

  void prune() {
    if (kept.length < 2) {
      return;
    }
    long[] byState =
        IntStream.range(0, kept.length)
            .mapToLong(i -> configurations.words()[configurations.at(i)] << 32 | i)
            .sorted()
            .toArray();
    boolean isPruned = false;
    for (int i = 0; i < byState.length; i++) {
      for (int j = i + 1; j < byState.length && j - i <= NEIGHBOURS; j++) {
        if (byState[i] >>> 32 != byState[j] >>> 32) {
          break;
        }
        isPruned |= drop((int) byState[i], (int) byState[j]);
      }
    }
    if (isPruned) {
      configurations.retain(kept);
    }
  }

  private boolean drop(int one, int other) {
    if (!kept[one] || !kept[other]) {
      return false;
    }
    if (dominates(one, other)) {
      kept[other] = false;
      return true;
    }
    if (dominates(other, one)) {
      kept[one] = false;
      return true;
    }
    return false;
  }

  private boolean dominates(int one, int other) {
    int width = configurations.width();
    long[] words = configurations.words();
    int at = configurations.at(one) + 1;
    int otherAt = configurations.at(other) + 1;
    for (int word = 0; word < width; word++) {
      long placed = words[at + word];
      long otherPlaced = words[otherAt + word];
      long absorbable = words[at + width + word];
      long differs = placed ^ otherPlaced | absorbable ^ words[otherAt + width + word];
      if ((differs & ~optional[word] & ~absorbable) != 0
          || (placed & ~otherPlaced & optional[word]) != 0) {
        return false;
      }
    }
    return true;
  }
}
