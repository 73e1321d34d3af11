package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;
import java.util.function.UnaryOperator;

/** A generator with each operation changed. */
record Mapped(Generator generator, UnaryOperator<Op> change) implements Generator {

  @Override
  public Next next(Context context) {
    Next next = generator.next(context);
    if (next instanceof Emit emit) {
      Op op = emit.op();
      Op changed = Once.requireInvoke(change.apply(op));
      return new Emit(
          changed.withProcess(op.process()).withTime(op.time()), new Mapped(emit.rest(), change));
    }
    return next instanceof Pending pending
        ? new Pending(pending.wake(), new Mapped(pending.rest(), change))
        : next;
  }

  @Override
  public Generator update(Context context, Op event) {
    Generator updated = generator.update(context, event);
    return updated == generator ? this : new Mapped(updated, change);
  }
}
