package dev.ordeal.checkers;

import java.util.Arrays;

/** A growing list of longs. */
final class Longs {
  private static final int FIRST = 16;

  private long[] items = new long[FIRST];
  private int size;

  void add(long item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    items[size++] = item;
  }

  int size() {
    return size;
  }

  long get(int at) {
    return items[at];
  }

  /** The position of the first that is not less, if they are in order. */
  int firstFrom(long least) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (items[middle] < least) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** They, in order. */
  long[] sorted() {
    long[] copy = Arrays.copyOf(items, size);
    Arrays.sort(copy);
    return copy;
  }
}
