package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;

/**
 * The configurations that a search of a few operations has met, but for those that can do nothing
 * that another one cannot do as well: of the same state, with the same of those placed that have to
 * be, and with more of those that need not.
 */
final class Visited {
  private static final int INITIAL_CAPACITY = 1 << 7;
  private static final int KEPT_CAPACITY = 1 << 12;

  private long[] required = new long[INITIAL_CAPACITY];
  private long[] optional = new long[INITIAL_CAPACITY];

  /** The states plus one; where nothing is kept, 0. */
  private int[] states = new int[INITIAL_CAPACITY];

  private int size;

  void clear() {
    if (states.length > KEPT_CAPACITY) {
      allocate(INITIAL_CAPACITY);
    } else if (size > 0) {
      Arrays.fill(states, 0);
    }
    size = 0;
  }

  private void allocate(int capacity) {
    required = new long[capacity];
    optional = new long[capacity];
    states = new int[capacity];
  }

  /** Whether no other one can do as much; if so, it is kept. */
  boolean add(long placed, long more, int state) {
    int at = slot(placed, state);
    while (states[at] != 0) {
      if (states[at] == state + 1 && required[at] == placed && (optional[at] & ~more) == 0) {
        return false;
      }
      at = at + 1 & states.length - 1;
    }
    required[at] = placed;
    optional[at] = more;
    states[at] = state + 1;
    if (2 * ++size > states.length) {
      grow();
    }
    return true;
  }

  private int slot(long placed, int state) {
    long mixed = (placed ^ (long) state << 40) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & states.length - 1;
  }

  private void grow() {
    long[] oldRequired = required;
    long[] oldOptional = optional;
    int[] oldStates = states;
    allocate(2 * oldStates.length);
    size = 0;
    for (int i = 0; i < oldStates.length; i++) {
      if (oldStates[i] != 0) {
        add(oldRequired[i], oldOptional[i], oldStates[i] - 1);
      }
    }
  }
}
