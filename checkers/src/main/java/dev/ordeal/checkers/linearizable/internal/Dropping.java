package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.linearizable.internal.AllOrders.Blocked;
import dev.ordeal.checkers.linearizable.internal.AllOrders.Outcome;

/**
 * Drops operations of a small witness as long as what is left is one, with the dropped let go; see
 * {@link MinimalWitness} for the words.
 *
 * <p>Delta debugging (Zeller and Hildebrandt, 2002) with {@link AllOrders} as the oracle: parts
 * first, then one by one until none can be dropped. The more is let go the more orders there are,
 * so the last pass shows that none of those left can be let go.
 */
final class Dropping<S> {
  /** So many of those let go are kept in mind: each may double the orders to be tried. */
  private static final int MOST_GONE = 24;

  private final Few<S> few;
  private final AllOrders<S> orders;
  private final String name;
  private final Care care;

  /** Operations that stay let go once they are dropped. */
  private final long needed;

  /** The operations in their own time, and the last of those let go. */
  private long held;

  private long gone;

  /** Operations known to be needed. */
  private long kept;

  /**
   * What is kept in mind.
   *
   * @param ofName whether the anomaly must keep its name
   * @param ofTime whether time alone must be to blame: there has to be an order if a certain one of
   *     the operations happened at another time
   * @param ofGone whether what was dropped before stays let go
   */
  record Care(boolean ofName, boolean ofTime, boolean ofGone) {}

  /** A witness to be made smaller. */
  Dropping(AllOrders<S> orders, String name, Care care, int... needed) {
    this.few = orders.few();
    this.orders = orders;
    this.name = name;
    this.care = care;
    this.needed = few.set(needed);
    this.held = few.all();
  }

  /** The operations that are not let go. */
  long held() {
    return held;
  }

  /** The operations of the problem in a set. */
  int[] operations(long set) {
    return few.operations(set);
  }

  /**
   * Drops what can be let go, the earliest first, in parts and then one by one.
   *
   * @param first what is tried before all else
   */
  void drop(int... first) {
    dropEach(few.set(first), 1);
    int chunk = Integer.highestOneBit(Math.max(1, Math.min(MOST_GONE, few.size() / 2)));
    for (; chunk > 1; chunk /= 2) {
      dropEach(held, chunk);
    }
    long before;
    do {
      before = held;
      dropEach(held & ~kept, 1);
    } while (held != before);
  }

  private void dropEach(long some, int chunk) {
    for (long left = some; left != 0; ) {
      long part = lowest(left, chunk);
      left &= ~part;
      drop(part);
    }
  }

  private static long lowest(long set, int count) {
    long rest = set;
    for (int i = 0; i < count; i++) {
      rest &= rest - 1;
    }
    return set & ~rest;
  }

  private void drop(long part) {
    long rest = held & ~part;
    long letGo = remembered(gone | part);
    if (!isWitness(rest, letGo)) {
      // The more is let go the more orders there are, so one that is needed stays so.
      kept |= Long.bitCount(part) == 1 ? part : 0;
    } else if (isFitting(rest)) {
      held = rest;
      gone = care.ofGone() ? letGo : letGo & needed;
    }
  }

  /** Of those let go the last that make a difference. */
  private long remembered(long all) {
    long kept = 0;
    for (long left = all; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      kept |= few.isPure(i) ? 0 : 1L << i;
    }
    while (Long.bitCount(kept) > MOST_GONE && (kept & ~needed) != 0) {
      kept &= ~Long.lowestOneBit(kept & ~needed);
    }
    return kept;
  }

  private boolean isWitness(long inTime, long letGo) {
    return orders.of(inTime, letGo) == Outcome.IMPOSSIBLE;
  }

  /** Whether a witness is what is cared for. */
  boolean isFitting(long witness) {
    return (!care.ofName() || isNamed(witness)) && (!care.ofTime() || isMatterOfTime(witness));
  }

  /** Whether there is an order if one of them may happen at another time. */
  private boolean isMatterOfTime(long witness) {
    // Mostly it is the last one's.
    for (long left = witness; left != 0; left &= ~Long.highestOneBit(left)) {
      long one = Long.highestOneBit(left);
      if (orders.of(witness & ~one, one, 0) == Outcome.ORDERED) {
        return true;
      }
    }
    return false;
  }

  private boolean isNamed(long witness) {
    orders.of(witness, 0);
    Blocked<S> blocked = orders.blocked();
    return blocked != null && blocked.rule().name().equals(name);
  }

  /**
   * The operations left, with as few as possible of those dropped as their support: so many that
   * there is an order as soon as any other is let go, too.
   */
  long supported() {
    if (suffices(0) || !suffices(gone)) {
      return held;
    }
    long support = gone;
    for (long left = gone; left != 0; left &= left - 1) {
      long one = Long.lowestOneBit(left);
      support = suffices(support & ~one) ? support & ~one : support;
    }
    return held | support;
  }

  /** Those left that need not be there in their own time if all support is in its own. */
  long unneeded(long witness) {
    long unneeded = 0;
    for (long left = held; left != 0; left &= left - 1) {
      long one = Long.lowestOneBit(left);
      unneeded |= orders.of(witness & ~one, one) == Outcome.ORDERED ? 0 : one;
    }
    return unneeded;
  }

  private boolean suffices(long support) {
    for (long left = held; left != 0; left &= left - 1) {
      long one = Long.lowestOneBit(left);
      if (orders.of(held & ~one, support | one) != Outcome.ORDERED
          && !(care.ofName() && !isNamed(held & ~one))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether there is no order with all support let go, and each part of the support is needed. The
   * support are those that can be let go without there being an order.
   */
  boolean isTight(long witness) {
    long support = 0;
    for (long left = witness; left != 0; left &= left - 1) {
      long one = Long.lowestOneBit(left);
      support |= orders.of(witness & ~one, one) == Outcome.ORDERED ? 0 : one;
    }
    if (!isWitness(witness & ~support, support) || care.ofName() && !isNamed(witness)) {
      return false;
    }
    for (long left = support; left != 0; left &= left - 1) {
      long one = Long.lowestOneBit(left);
      if (!isNeeded(one, witness & ~support, support & ~one)
          && !(care.ofName() && !isNamed(witness & ~one))) {
        return false;
      }
    }
    return true;
  }

  /** Whether without one part of the support something else could be let go as well. */
  private boolean isNeeded(long one, long inTime, long support) {
    for (long left = inTime & ~one; left != 0; left &= left - 1) {
      long other = Long.lowestOneBit(left);
      if (isWitness(inTime & ~other, support | other)) {
        return true;
      }
    }
    return false;
  }
}
