package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;

/**
 * Closed intervals on a line of ranks: when operations began and ended. No rank is used twice, and
 * all are below twice the number of operations.
 *
 * @param begin the rank at which each operation began
 * @param end the rank at which it ended, or {@link #NEVER}: nobody saw it end
 */
public record Intervals(int[] begin, int[] end) {
  /** After everything. */
  public static final int NEVER = Integer.MAX_VALUE;

  /** The number of operations. */
  public int size() {
    return begin.length;
  }

  /** Whether one operation ended before another began. */
  public boolean precedes(int first, int second) {
    return end[first] < begin[second];
  }

  /** Whether an operation may have happened at any time after its begin, or never. */
  public boolean isOptional(int operation) {
    return end[operation] == NEVER;
  }

  static Intervals of(int operations, int[] events) {
    int[] begin = new int[operations];
    int[] end = new int[operations];
    Arrays.fill(end, NEVER);
    for (int rank = 0; rank < events.length; rank++) {
      ((events[rank] & 1) == 0 ? begin : end)[events[rank] >> 1] = rank;
    }
    return new Intervals(begin, end);
  }
}
