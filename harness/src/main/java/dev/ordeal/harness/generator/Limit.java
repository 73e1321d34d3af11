package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;

/** The first operations of a generator. */
record Limit(Generator generator, long left) implements Generator {

  @Override
  public Next next(Context context) {
    if (left <= 0) {
      return Nothing.EXHAUSTED;
    }
    Next next = generator.next(context);
    if (next instanceof Emit emit) {
      return new Emit(emit.op(), new Limit(emit.rest(), left - 1));
    }
    return next instanceof Pending pending
        ? new Pending(pending.wake(), new Limit(pending.rest(), left))
        : next;
  }

  @Override
  public Generator update(Context context, Op event) {
    Generator updated = generator.update(context, event);
    return updated == generator ? this : new Limit(updated, left);
  }
}
