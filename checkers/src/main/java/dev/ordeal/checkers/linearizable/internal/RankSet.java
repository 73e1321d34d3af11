package dev.ordeal.checkers.linearizable.internal;

/**
 * A set of ranks that knows its least: bits, and above each level of words the bits that say which
 * of them are not empty. Every step touches a word per level, of which a million ranks need four.
 */
final class RankSet {
  /** What {@link #first} answers when there is none. */
  static final int NONE = -1;

  private static final int BITS = 6;

  private final long[][] levels;

  /** An empty set of ranks below a bound. */
  RankSet(int bound) {
    int depth = 1;
    for (int words = words(bound); words > 1; words = words(words)) {
      depth++;
    }
    levels = new long[depth][];
    for (int level = 0, words = words(bound); level < depth; level++, words = words(words)) {
      levels[level] = new long[words];
    }
  }

  private static int words(int bits) {
    return Math.max(1, bits + (1 << BITS) - 1 >> BITS);
  }

  void add(int rank) {
    int at = rank;
    for (long[] level : levels) {
      long before = level[at >> BITS];
      level[at >> BITS] = before | 1L << at;
      if (before != 0) {
        return;
      }
      at >>= BITS;
    }
  }

  void remove(int rank) {
    int at = rank;
    for (long[] level : levels) {
      level[at >> BITS] &= ~(1L << at);
      if (level[at >> BITS] != 0) {
        return;
      }
      at >>= BITS;
    }
  }

  /** The least rank in the set, or {@link #NONE}. */
  int first() {
    if (levels[levels.length - 1][0] == 0) {
      return NONE;
    }
    int at = 0;
    for (int level = levels.length - 1; level >= 0; level--) {
      at = at << BITS | Long.numberOfTrailingZeros(levels[level][at]);
    }
    return at;
  }
}
