package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import java.util.Optional;
import java.util.stream.IntStream;
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

  private Accesses(int size) {
    kinds = new byte[size];
    values = new Values(size);
  }

  /** What the operations did; nothing if one of them is neither a read nor a write. */
  static Optional<Accesses> of(Problem problem, Model<?> model) {
    int size = problem.size();
    var accesses = new Accesses(size);
    accesses.decode(problem, model, 0, Math.min(size, CHUNK));
    IntStream.range(1, (size + CHUNK - 1) / CHUNK)
        .parallel()
        .forEach(i -> accesses.decode(problem, model, i * CHUNK, Math.min(size, (i + 1) * CHUNK)));
    return accesses.isForeign ? Optional.empty() : Optional.of(accesses);
  }

  private void decode(Problem problem, Model<?> model, int from, int to) {
    for (int i = from; i < to && !isForeign; i++) {
      Role role = model.role(problem.call(i));
      if (role instanceof Role.Write write) {
        set(i, WRITES, write.value());
      } else if (!(role instanceof Role.Read read)) {
        isForeign = true;
      } else if (!problem.isOptional(i)) {
        set(i, READS, read.value());
      }
    }
  }

  private void set(int operation, byte kind, @Nullable Object value) {
    kinds[operation] = kind;
    values.set(operation, value);
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
