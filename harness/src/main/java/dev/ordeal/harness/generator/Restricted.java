package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;

/**
 * A generator that uses only a part of the processes, and knows of no others unless it hears all.
 */
record Restricted(Part part, Generator generator, boolean hearsAll) implements Generator {

  Restricted(Part part, Generator generator) {
    this(part, generator, false);
  }

  @Override
  public Next next(Context context) {
    ProcessSet processes = part.of(context.processes());
    if (processes.isEmpty()) {
      return Nothing.EXHAUSTED;
    }
    Next next = generator.next(context.with(processes, part.of(context.free())));
    if (next instanceof Emit emit) {
      return new Emit(emit.op(), with(emit.rest()));
    }
    return next instanceof Pending pending
        ? new Pending(pending.wake(), with(pending.rest()))
        : next;
  }

  @Override
  public Generator update(Context context, Op event) {
    if (!hearsAll && !part.includes(event.process(), context.processes())) {
      return this;
    }
    var inner = context.with(part.of(context.processes()), part.of(context.free()));
    return with(generator.update(inner, event));
  }

  private Restricted with(Generator changed) {
    return changed == generator ? this : new Restricted(part, changed, hearsAll);
  }
}
