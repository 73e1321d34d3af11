package dev.ordeal.checkers.linearizable.internal;

import org.jspecify.annotations.Nullable;

/**
 * One value for each operation, null at first; a long takes no object. Different positions may be
 * set at once, each once.
 */
final class Values {
  private final long[] longs;
  private final boolean[] isLong;
  private volatile @Nullable Object @Nullable [] others;

  Values(int size) {
    longs = new long[size];
    isLong = new boolean[size];
  }

  void set(int operation, @Nullable Object value) {
    if (value instanceof Long number) {
      longs[operation] = number;
      isLong[operation] = true;
    } else if (value != null) {
      others()[operation] = value;
    }
  }

  private @Nullable Object[] others() {
    @Nullable Object[] known = others;
    return known == null ? newOthers() : known;
  }

  private synchronized @Nullable Object[] newOthers() {
    if (others == null) {
      others = new Object[longs.length];
    }
    return others;
  }

  /** The values of some operations alone. */
  Values part(int[] operations) {
    var part = new Values(operations.length);
    for (int i = 0; i < operations.length; i++) {
      part.longs[i] = longs[operations[i]];
      part.isLong[i] = isLong[operations[i]];
      if (!part.isLong[i] && others != null) {
        part.set(i, get(operations[i]));
      }
    }
    return part;
  }

  @Nullable Object get(int operation) {
    if (isLong[operation]) {
      return longs[operation];
    }
    @Nullable Object[] known = others;
    return known == null ? null : known[operation];
  }

  /** The number of an operation's value. */
  int number(int operation, ValueNumbers numbers) {
    return isLong[operation] ? numbers.of(longs[operation]) : numbers.of(get(operation));
  }
}
