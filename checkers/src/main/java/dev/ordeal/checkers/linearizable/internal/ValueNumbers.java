package dev.ordeal.checkers.linearizable.internal;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers different values from 0, in the order in which they first come; mutable.
 *
 * <p>Longs are in an open table of their own, without an object each. Sixteen neighbours share a
 * cache line there: the values of a test are mostly counted, and so are mostly near each other.
 */
final class ValueNumbers {
  private static final int NEIGHBOURS = 16;

  private long[] keys;

  /** One more than the number of each key; 0 where there is none. */
  private int[] numbers;

  private int longs;
  private int size;
  private final Map<@Nullable Object, Integer> others = new HashMap<>();

  /** Makes room for some different longs; there may be more. */
  ValueNumbers(int expected) {
    keys = new long[Math.max(NEIGHBOURS, 4 * Integer.highestOneBit(expected))];
    numbers = new int[keys.length];
  }

  /** How many numbers were given. */
  int size() {
    return size;
  }

  /** A number that belongs to no value. */
  int unnamed() {
    return size++;
  }

  /** The number of a value. */
  int of(@Nullable Object value) {
    if (value instanceof Long number) {
      return of((long) number);
    }
    Integer known = others.putIfAbsent(value, size);
    return known == null ? size++ : known;
  }

  /** The number of a long. */
  int of(long value) {
    int at = slot(value);
    if (numbers[at] == 0) {
      if (longs++ > keys.length / 2) {
        grow();
        at = slot(value);
      }
      keys[at] = value;
      numbers[at] = ++size;
    }
    return numbers[at] - 1;
  }

  /** Where a long is, or would be. */
  private int slot(long value) {
    int mask = keys.length - 1;
    long block = (value >> 4) * 0x9E3779B97F4A7C15L;
    int at = ((int) (block >>> 32) << 4 | (int) value & NEIGHBOURS - 1) & mask;
    while (numbers[at] != 0 && keys[at] != value) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldNumbers = numbers;
    keys = new long[2 * oldKeys.length];
    numbers = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldNumbers[i] != 0) {
        int at = slot(oldKeys[i]);
        keys[at] = oldKeys[i];
        numbers[at] = oldNumbers[i];
      }
    }
  }
}
