package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;
import java.util.function.Function;

/** A generator whose first ok completion decides what its process does next. */
record WhenOk(Generator generator, Function<Op, Generator> next, Numbers open)
    implements Generator {
  private static final long BEFORE = 0;
  private static final long AFTER = 1;

  @Override
  public Next next(Context context) {
    Next answer = generator.next(context.salted(BEFORE));
    if (answer instanceof Emit emit) {
      return new Emit(emit.op(), new WhenOk(emit.rest(), next, open.with(emit.op().process())));
    }
    if (answer instanceof Pending pending) {
      return new Pending(pending.wake(), new WhenOk(pending.rest(), next, open));
    }
    return open.isEmpty() ? answer : new Pending(Long.MAX_VALUE, this);
  }

  @Override
  public Generator update(Context context, Op event) {
    boolean mine = event.type().completes() && open.contains(event.process());
    if (mine && event.type() == Op.Type.OK) {
      return new Salted(AFTER, new Restricted(new Part.One(event.process()), next.apply(event)));
    }
    Generator updated = generator.update(context.salted(BEFORE), event);
    return mine
        ? new WhenOk(updated, next, open.without(event.process()))
        : updated == generator ? this : new WhenOk(updated, next, open);
  }

  /** A generator that draws other numbers than the one before it. */
  private record Salted(long salt, Generator generator) implements Generator {
    @Override
    public Next next(Context context) {
      Next next = generator.next(context.salted(salt));
      if (next instanceof Emit emit) {
        return new Emit(emit.op(), new Salted(salt, emit.rest()));
      }
      return next instanceof Pending pending
          ? new Pending(pending.wake(), new Salted(salt, pending.rest()))
          : next;
    }

    @Override
    public Generator update(Context context, Op event) {
      Generator updated = generator.update(context.salted(salt), event);
      return updated == generator ? this : new Salted(salt, updated);
    }
  }
}
