package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;

/**
 * The operations that have begun and not ended, each in a slot: a set of them is a few words, as
 * wide as the window of what is open and not as long as the history.
 */
final class OpenOperations {
  private static final int NONE = -1;

  private final Intervals order;
  private final Automaton<?> automaton;
  private int[] operationIn = {};
  private final int[] slotOf;

  /** Per slot the slot of the same kind of call that has to end next before it, or none. */
  private int[] twinBefore = {};

  private long[] open = {};

  /** Those that no other may stand in for. */
  private long[] alone = {};

  OpenOperations(Intervals order, Automaton<?> automaton) {
    this.order = order;
    this.automaton = automaton;
    this.slotOf = new int[order.size()];
    Arrays.fill(slotOf, NONE);
  }

  /** How many words a set of open operations takes. */
  int width() {
    return open.length;
  }

  /** The open operations of a word's slots, as bits. */
  long open(int word) {
    return open[word];
  }

  int operation(int slot) {
    return operationIn[slot];
  }

  /** The slot of an operation, or -1 if it is not open. */
  int slot(int operation) {
    return slotOf[operation];
  }

  /** The slot of the operation of the same kind that ends next before the one here, or -1. */
  int twinBefore(int slot) {
    return twinBefore[slot];
  }

  /** Opens an operation, one that others of its kind may stand in for or not; its slot. */
  int begin(int operation, boolean hasTwins) {
    int slot = freeSlot();
    operationIn[slot] = operation;
    slotOf[operation] = slot;
    open[slot >> 6] |= 1L << slot;
    twinBefore[slot] = NONE;
    if (hasTwins) {
      alone[slot >> 6] &= ~(1L << slot);
      findTwins(slot);
    } else {
      alone[slot >> 6] |= 1L << slot;
    }
    return slot;
  }

  private int freeSlot() {
    for (int word = 0; word < open.length; word++) {
      if (open[word] != -1L) {
        return (word << 6) + Long.numberOfTrailingZeros(~open[word]);
      }
    }
    int slot = open.length << 6;
    open = Arrays.copyOf(open, open.length + 1);
    alone = Arrays.copyOf(alone, open.length);
    operationIn = Arrays.copyOf(operationIn, slot + Long.SIZE);
    twinBefore = Arrays.copyOf(twinBefore, slot + Long.SIZE);
    return slot;
  }

  private void findTwins(int slot) {
    int operation = operationIn[slot];
    int kind = automaton.kind(operation);
    int after = NONE;
    for (int word = 0; word < open.length; word++) {
      for (long left = open[word] & ~alone[word]; left != 0; left &= left - 1) {
        int other = (word << 6) + Long.numberOfTrailingZeros(left);
        if (other == slot || automaton.kind(operationIn[other]) != kind) {
          continue;
        }
        if (endsBefore(operationIn[other], operation)) {
          if (twinBefore[slot] == NONE
              || endsBefore(operationIn[twinBefore[slot]], operationIn[other])) {
            twinBefore[slot] = other;
          }
        } else if (after == NONE || endsBefore(operationIn[other], operationIn[after])) {
          after = other;
        }
      }
    }
    if (after != NONE) {
      twinBefore[after] = slot;
    }
  }

  private boolean endsBefore(int one, int other) {
    int end = order.end()[one];
    int otherEnd = order.end()[other];
    return end != otherEnd ? end < otherEnd : order.begin()[one] < order.begin()[other];
  }

  /** Closes an operation: it has ended, or is not asked for any more. */
  void end(int operation) {
    int slot = slotOf[operation];
    slotOf[operation] = NONE;
    open[slot >> 6] &= ~(1L << slot);
    for (int word = 0; word < open.length; word++) {
      for (long left = open[word]; left != 0; left &= left - 1) {
        int other = (word << 6) + Long.numberOfTrailingZeros(left);
        if (twinBefore[other] == slot) {
          twinBefore[other] = twinBefore[slot];
        }
      }
    }
  }
}
