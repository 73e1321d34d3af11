package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;

/**
 * Interchangeable operations that have begun and did not take effect yet, the one that ends first
 * in front; those that nobody saw end stand behind all others, in the order of their begin.
 */
final class Pending {
  /** No operation. */
  static final int NONE = -1;

  private final Intervals order;
  private final int[] operationAt;
  private final RankSet ends;
  private int[] optional = new int[16];
  private int optionalFrom;
  private int optionalTo;

  Pending(Intervals order, int[] operationAt) {
    this.order = order;
    this.operationAt = operationAt;
    this.ends = new RankSet(operationAt.length);
  }

  /** Per rank the operation that begins or ends there, or {@link #NONE}. */
  static int[] operationAt(Intervals order) {
    int[] operationAt = new int[2 * order.size()];
    Arrays.fill(operationAt, NONE);
    for (int i = 0; i < order.size(); i++) {
      operationAt[order.begin()[i]] = i;
      if (!order.isOptional(i)) {
        operationAt[order.end()[i]] = i;
      }
    }
    return operationAt;
  }

  void add(int operation) {
    if (!order.isOptional(operation)) {
      ends.add(order.end()[operation]);
      return;
    }
    if (optionalTo == optional.length) {
      optional = Arrays.copyOf(optional, 2 * optionalTo);
    }
    optional[optionalTo++] = operation;
  }

  /** Takes out an operation that somebody saw end. */
  void remove(int operation) {
    ends.remove(order.end()[operation]);
  }

  /** The rank at which the first of them ends; {@link Intervals#NEVER} if none does. */
  int firstEnd() {
    int first = ends.first();
    return first == RankSet.NONE ? Intervals.NEVER : first;
  }

  /** Takes out the operation in front; {@link #NONE} if there is none. */
  int take() {
    int end = ends.first();
    if (end != RankSet.NONE) {
      ends.remove(end);
      return operationAt[end];
    }
    return optionalFrom < optionalTo ? optional[optionalFrom++] : NONE;
  }
}
