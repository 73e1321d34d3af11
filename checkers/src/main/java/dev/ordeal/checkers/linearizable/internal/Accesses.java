package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import org.jspecify.annotations.Nullable;

/**
 * What the operations of a problem did to a register, in arrays: a value that is a long takes no
 * object.
 */
final class Accesses {
  /** As many operations are decoded at a time, and looked at before more are. */
  private static final int CHUNK = 4096;

  private static final byte WRITES = 1;
  private static final byte READS = 2;

  private final byte[] kinds;
  private final Values values;
  private volatile boolean isForeign;

  /** For so many operations; nothing is known of them yet. */
  Accesses(int size) {
    this(new byte[size], new Values(size));
  }

  private Accesses(byte[] kinds, Values values) {
    this.kinds = kinds;
    this.values = values;
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
      kinds[operation] = WRITES;
      values.set(operation, write.value());
    } else if (!(role instanceof Role.Read read)) {
      isForeign = true;
    } else if (!isOptional) {
      kinds[operation] = READS;
      values.set(operation, read.value());
    }
  }

  /** What some of the operations did. */
  Accesses part(int[] operations) {
    byte[] some = new byte[operations.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = kinds[operations[i]];
    }
    return new Accesses(some, values.part(operations));
  }

  /** Whether some operation neither reads nor writes: then nothing here counts. */
  boolean isForeign() {
    return isForeign;
  }

  /** Whether an operation writes. */
  boolean isWrite(int operation) {
    return kinds[operation] == WRITES;
  }

  /** Whether an operation neither writes nor has read anything: nobody saw its answer. */
  boolean isNothing(int operation) {
    return kinds[operation] == 0;
  }

  /** What an operation wrote or read. */
  @Nullable Object value(int operation) {
    return values.get(operation);
  }

  /** The number of what an operation wrote or read. */
  int number(int operation, ValueNumbers numbers) {
    return values.number(operation, numbers);
  }
}
