package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.List;

/** One generator after the other. */
record Sequence(List<Generator> parts, int done) implements Generator {

  @Override
  public Next next(Context context) {
    if (parts.isEmpty()) {
      return Nothing.EXHAUSTED;
    }
    Next next = parts.get(0).next(context.salted(done));
    if (next instanceof Emit emit) {
      return new Emit(emit.op(), with(emit.rest()));
    }
    return next instanceof Pending pending
        ? new Pending(pending.wake(), with(pending.rest()))
        : new Sequence(parts.subList(1, parts.size()), done + 1).next(context);
  }

  @Override
  public Generator update(Context context, Op event) {
    return parts.isEmpty() ? this : with(parts.get(0).update(context.salted(done), event));
  }

  private Sequence with(Generator first) {
    if (first == parts.get(0)) {
      return this;
    }
    var copy = new ArrayList<>(parts);
    copy.set(0, first);
    return new Sequence(copy, done);
  }
}
