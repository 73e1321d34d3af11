package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;

/** A generator from its beginning, whenever it comes to its end. */
record Repeat(Generator fresh, Generator current, long round, long rounds) implements Generator {

  @Override
  public Next next(Context context) {
    Next next = current.next(context.salted(round));
    if (next instanceof Emit emit) {
      return new Emit(emit.op(), new Repeat(fresh, emit.rest(), round, rounds));
    }
    if (next instanceof Pending pending) {
      return pending.rest() == current
          ? new Pending(pending.wake(), this)
          : new Pending(pending.wake(), new Repeat(fresh, pending.rest(), round, rounds));
    }
    // A generator that ends before it did anything will not do better the next time.
    return current == fresh || round + 1 == rounds
        ? next
        : new Repeat(fresh, fresh, round + 1, rounds).next(context);
  }

  @Override
  public Generator update(Context context, Op event) {
    Generator updated = current.update(context.salted(round), event);
    return updated == current ? this : new Repeat(fresh, updated, round, rounds);
  }
}
