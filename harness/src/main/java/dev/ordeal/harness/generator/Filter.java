package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;
import java.util.function.Predicate;

/** Those operations of a generator that meet a condition. */
record Filter(Generator generator, Predicate<Op> condition) implements Generator {
  private static final int PATIENCE = 100_000;

  @Override
  public Next next(Context context) {
    Generator current = generator;
    for (int tries = 0; tries < PATIENCE; tries++) {
      Next next = current.next(context);
      if (next instanceof Pending pending) {
        return new Pending(pending.wake(), new Filter(pending.rest(), condition));
      }
      if (!(next instanceof Emit emit)) {
        return next;
      }
      if (condition.test(emit.op())) {
        return new Emit(emit.op(), new Filter(emit.rest(), condition));
      }
      current = emit.rest();
    }
    throw new IllegalStateException(
        "a filter refused %d operations in a row: widen its condition, or end what it filters"
            .formatted(PATIENCE));
  }

  @Override
  public Generator update(Context context, Op event) {
    Generator updated = generator.update(context, event);
    return updated == generator ? this : new Filter(updated, condition);
  }
}
