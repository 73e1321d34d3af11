package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;

/** A generator that ends when one of its operations is ok. */
record UntilOk(Generator generator, Numbers open) implements Generator {

  @Override
  public Next next(Context context) {
    Next next = generator.next(context);
    if (next instanceof Emit emit) {
      return new Emit(emit.op(), new UntilOk(emit.rest(), open.with(emit.op().process())));
    }
    return next instanceof Pending pending
        ? new Pending(pending.wake(), new UntilOk(pending.rest(), open))
        : next;
  }

  @Override
  public Generator update(Context context, Op event) {
    boolean mine = event.type().completes() && open.contains(event.process());
    if (mine && event.type() == Op.Type.OK) {
      return Nothing.INSTANCE;
    }
    Generator updated = generator.update(context, event);
    return mine
        ? new UntilOk(updated, open.without(event.process()))
        : updated == generator ? this : new UntilOk(updated, open);
  }
}
