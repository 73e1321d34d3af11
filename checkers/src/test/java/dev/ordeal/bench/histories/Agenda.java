package dev.ordeal.bench.histories;

import java.util.Arrays;

/** A binary heap of due times, each with the slot of who is due, packed into longs. */
final class Agenda {
  private static final int SLOT_BITS = 16;

  private long[] heap;
  private int size;

  Agenda(int capacity) {
    heap = new long[capacity + 1];
  }

  boolean isEmpty() {
    return size == 0;
  }

  long firstTime() {
    return heap[0] >>> SLOT_BITS;
  }

  int firstSlot() {
    return (int) (heap[0] & (1 << SLOT_BITS) - 1);
  }

  void add(long time, int slot) {
    if (slot >= 1 << SLOT_BITS) {
      throw new IllegalStateException("too many crashed operations wait for their effect");
    }
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    long entry = time << SLOT_BITS | slot;
    int at = size++;
    while (at > 0 && heap[(at - 1) / 2] > entry) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = entry;
  }

  /** Who is due first is due at another, later time. */
  void moveFirst(long time) {
    sink(time << SLOT_BITS | firstSlot());
  }

  void removeFirst() {
    size--;
    if (size > 0) {
      sink(heap[size]);
    }
  }

  private void sink(long entry) {
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= entry) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = entry;
  }
}
