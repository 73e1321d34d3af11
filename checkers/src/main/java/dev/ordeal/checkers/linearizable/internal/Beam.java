package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;

/**
 * Keeps the most promising configurations of a moment, where there are too many: of each state the
 * ones that have placed the fewest optional operations. An order that is found among them is an
 * order; that none is found proves nothing.
 */
final class Beam {
  /** For each that is kept so many may be tried. */
  private static final int TRIED = 16;

  private final int widest;
  private boolean isTruncated;

  /** Keeps so many. */
  Beam(int widest) {
    this.widest = widest;
  }

  /** Whether anything was ever left out. */
  boolean isTruncated() {
    return isTruncated;
  }

  /** Whether there may be one more, of so many that are tried for one end. */
  boolean mayGrow(int tried) {
    isTruncated |= tried >= (long) TRIED * widest;
    return tried < (long) TRIED * widest;
  }

  void narrow(ConfigurationSet configurations, long[] optional) {
    int size = configurations.size();
    if (size <= widest) {
      return;
    }
    isTruncated = true;
    long[] byState = new long[size];
    for (int i = 0; i < size; i++) {
      int at = configurations.at(i);
      int placed = 0;
      for (int word = 0; word < optional.length; word++) {
        placed += Long.bitCount(configurations.words()[at + 1 + word] & optional[word]);
      }
      byState[i] = configurations.words()[at] << 40 | (long) Math.min(placed, 0xff) << 32 | i;
    }
    Arrays.sort(byState);
    // One of each state, then the second of each, and so on.
    long[] byRank = new long[size];
    int rank = 0;
    for (int i = 0; i < size; i++) {
      rank = i > 0 && byState[i] >>> 40 == byState[i - 1] >>> 40 ? rank + 1 : 0;
      byRank[i] = (long) rank << 32 | (int) byState[i];
    }
    Arrays.sort(byRank);
    boolean[] kept = new boolean[size];
    for (int i = 0; i < widest; i++) {
      kept[(int) byRank[i]] = true;
    }
    configurations.retain(kept);
  }
}
