package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;
import java.util.function.Predicate;

/** A generator that ends with an event. */
record StopWhen(Generator generator, Predicate<Op> event) implements Generator {

  @Override
  public Next next(Context context) {
    Next next = generator.next(context);
    if (next instanceof Emit emit) {
      return new Emit(emit.op(), new StopWhen(emit.rest(), event));
    }
    return next instanceof Pending pending
        ? new Pending(pending.wake(), new StopWhen(pending.rest(), event))
        : next;
  }

  @Override
  public Generator update(Context context, Op happened) {
    if (event.test(happened)) {
      return Nothing.INSTANCE;
    }
    Generator updated = generator.update(context, happened);
    return updated == generator ? this : new StopWhen(updated, event);
  }
}
