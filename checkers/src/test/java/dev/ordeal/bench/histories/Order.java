package dev.ordeal.bench.histories;

import java.util.Arrays;

/** The order in which values come out, and the values that are in. */
abstract class Order {
  private final String put;
  private final String take;
  int[] values = new int[64];
  int size;

  private Order(String put, String take) {
    this.put = put;
    this.take = take;
  }

  static Order fifo() {
    return new Fifo();
  }

  static Order lifo() {
    return new Lifo();
  }

  static Order smallestFirst() {
    return new SmallestFirst();
  }

  final String put() {
    return put;
  }

  final String take() {
    return take;
  }

  final int size() {
    return size;
  }

  /** Whether values should not come in growing order. */
  boolean unordered() {
    return false;
  }

  abstract void add(int value);

  /** The value that comes out first but for so many; a guess for those far from the first. */
  abstract int get(int at);

  /** Takes that value out. */
  abstract int remove(int at);

  /** Whether the first must come out before the other, for a take that was called then. */
  abstract boolean mustBefore(
      long called, long ended, long otherCalled, long otherEnded, long take);

  private static final class Fifo extends Order {
    private int head;

    Fifo() {
      super("enqueue", "dequeue");
    }

    @Override
    void add(int value) {
      if (size == values.length) {
        int[] wider = new int[2 * size];
        for (int i = 0; i < size; i++) {
          wider[i] = get(i);
        }
        values = wider;
        head = 0;
      }
      values[head + size & values.length - 1] = value;
      size++;
    }

    @Override
    int get(int at) {
      return values[head + at & values.length - 1];
    }

    @Override
    int remove(int at) {
      int removed = get(at);
      for (int i = at; i > 0; i--) {
        values[head + i & values.length - 1] = get(i - 1);
      }
      head = head + 1 & values.length - 1;
      size--;
      return removed;
    }

    @Override
    boolean mustBefore(long called, long ended, long otherCalled, long otherEnded, long take) {
      return ended < otherCalled;
    }
  }

  private static final class Lifo extends Order {

    Lifo() {
      super("push", "pop");
    }

    @Override
    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    @Override
    int get(int at) {
      return values[size - 1 - at];
    }

    @Override
    int remove(int at) {
      int removed = get(at);
      System.arraycopy(values, size - at, values, size - 1 - at, at);
      size--;
      return removed;
    }

    @Override
    boolean mustBefore(long called, long ended, long otherCalled, long otherEnded, long take) {
      return otherEnded < called && ended < take;
    }
  }

  private static final class SmallestFirst extends Order {

    SmallestFirst() {
      super("insert", "poll");
    }

    @Override
    boolean unordered() {
      return true;
    }

    @Override
    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size] = value;
      rise(size++);
    }

    private void rise(int from) {
      int at = from;
      while (at > 0 && values[(at - 1) / 2] > values[at]) {
        swap(at, (at - 1) / 2);
        at = (at - 1) / 2;
      }
    }

    private void swap(int one, int other) {
      int value = values[one];
      values[one] = values[other];
      values[other] = value;
    }

    @Override
    int get(int at) {
      return values[at];
    }

    @Override
    int remove(int at) {
      int removed = values[at];
      values[at] = values[--size];
      rise(at);
      for (int parent = at; 2 * parent + 1 < size; ) {
        int child = 2 * parent + 1;
        if (child + 1 < size && values[child + 1] < values[child]) {
          child++;
        }
        if (values[parent] <= values[child]) {
          break;
        }
        swap(parent, child);
        parent = child;
      }
      return removed;
    }

    @Override
    boolean mustBefore(long called, long ended, long otherCalled, long otherEnded, long take) {
      return ended < take;
    }
  }
}
