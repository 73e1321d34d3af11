package dev.ordeal.checkers.linearizable.internal;

/**
 * Events in order, doubly linked in arrays, so that an operation is taken out and put back in a few
 * writes; the last taken out is the first to be put back.
 */
final class EventList {
  private final int[] next;
  private final int[] previous;
  private final boolean[] ends;
  private final int head;

  EventList(int operations) {
    head = 2 * operations;
    next = new int[head + 1];
    previous = new int[head + 1];
    ends = new boolean[operations];
    next[head] = head;
    previous[head] = head;
  }

  void add(int event) {
    if ((event & 1) == 1) {
      ends[event >> 1] = true;
    }
    int last = previous[head];
    next[last] = event;
    previous[event] = last;
    next[event] = head;
    previous[head] = event;
  }

  int first() {
    return next[head];
  }

  int after(int event) {
    return next[event];
  }

  /** What comes after the last. */
  int end() {
    return head;
  }

  /** The first event that is the end of an operation, or {@link #end}. */
  int firstEnd() {
    int event = next[head];
    while (event != head && (event & 1) == 0) {
      event = next[event];
    }
    return event;
  }

  void lift(int operation) {
    unlink(2 * operation);
    if (ends[operation]) {
      unlink(2 * operation + 1);
    }
  }

  void unlift(int operation) {
    if (ends[operation]) {
      link(2 * operation + 1);
    }
    link(2 * operation);
  }

  private void unlink(int event) {
    next[previous[event]] = next[event];
    previous[next[event]] = previous[event];
  }

  private void link(int event) {
    next[previous[event]] = event;
    previous[next[event]] = event;
  }
}
