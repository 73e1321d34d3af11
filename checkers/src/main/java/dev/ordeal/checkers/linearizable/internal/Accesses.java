package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import org.jspecify.annotations.Nullable;

/**
 * What the operations of a problem did to a register, in arrays: a value that is a long takes no
 * object. Different operations may be set at once, each once.
 */
final class Accesses {
  /** As many operations are decoded at a time, and looked at before more are. */
  private static final int CHUNK = 4096;

  private static final byte WRITES = 1;
  private static final byte READS = 2;

  /** Set beside: the value is a long. */
  private static final byte OF_LONG = 4;

  private final byte[] kinds;
  private final long[] longs;
  private volatile @Nullable Object @Nullable [] others;
  private volatile boolean isForeign;

  /** For so many operations; nothing is known of them yet. */
  Accesses(int size) {
    kinds = new byte[size];
    longs = new long[size];
  }

  /** What the operations did; look at {@link #isForeign} first. */
  static Accesses of(Problem problem, Model<?> model) {
    int size = problem.size();
    var accesses = new Accesses(size);
    accesses.decode(problem, model, 0, Math.min(size, CHUNK));
    SideBySide.range((size + CHUNK - 1) / CHUNK, size)
        .skip(1)
        .forEach(i -> accesses.decode(problem, model, i * CHUNK, Math.min(size, (i + 1) * CHUNK)));
    return accesses;
  }

  private void decode(Problem problem, Model<?> model, int from, int to) {
    for (int i = from; i < to && !isForeign; i++) {
      set(i, model.role(problem.call(i)), problem.isOptional(i));
    }
  }

  /** Notes what an operation did. */
  void set(int operation, Role role, boolean isOptional) {
    if (role instanceof Role.Write write) {
      set(operation, true, write.value());
    } else if (!(role instanceof Role.Read read)) {
      isForeign = true;
    } else if (!isOptional) {
      set(operation, false, read.value());
    }
  }

  private void set(int operation, boolean isWrite, @Nullable Object value) {
    if (value instanceof Long number) {
      setLong(operation, isWrite, number);
      return;
    }
    setNull(operation, isWrite);
    if (value != null) {
      others()[operation] = value;
    }
  }

  /** Notes that an operation wrote or read a long. */
  void setLong(int operation, boolean isWrite, long value) {
    kinds[operation] = (byte) ((isWrite ? WRITES : READS) | OF_LONG);
    longs[operation] = value;
  }

  /** Notes that an operation wrote or read null. */
  void setNull(int operation, boolean isWrite) {
    kinds[operation] = isWrite ? WRITES : READS;
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

  /** What some of the operations did. */
  Accesses part(int[] operations) {
    var part = new Accesses(operations.length);
    @Nullable Object[] known = others;
    for (int i = 0; i < operations.length; i++) {
      part.kinds[i] = kinds[operations[i]];
      part.longs[i] = longs[operations[i]];
      if (known != null && known[operations[i]] != null) {
        part.others()[i] = known[operations[i]];
      }
    }
    return part;
  }

  /** Whether some operation neither reads nor writes: then nothing here counts. */
  boolean isForeign() {
    return isForeign;
  }

  /** Whether an operation writes. */
  boolean isWrite(int operation) {
    return (kinds[operation] & WRITES) != 0;
  }

  /** Whether an operation neither writes nor has read anything: nobody saw its answer. */
  boolean isNothing(int operation) {
    return kinds[operation] == 0;
  }

  /** What an operation wrote or read. */
  @Nullable Object value(int operation) {
    if (isLong(operation)) {
      return longs[operation];
    }
    @Nullable Object[] known = others;
    return known == null ? null : known[operation];
  }

  private boolean isLong(int operation) {
    return (kinds[operation] & OF_LONG) != 0;
  }

  /** The number of what an operation wrote or read. */
  int number(int operation, ValueNumbers numbers) {
    return isLong(operation) ? numbers.of(longs[operation]) : numbers.of(value(operation));
  }
}
