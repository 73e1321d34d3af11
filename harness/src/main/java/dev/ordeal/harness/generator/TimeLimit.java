package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;
import java.time.Duration;

/** The operations of a generator that begin before its time is up. */
record TimeLimit(Generator generator, long limit, long end) implements Generator {
  private static final long NOT_BEGUN = Long.MAX_VALUE;

  static TimeLimit of(Generator generator, Duration limit) {
    return new TimeLimit(generator, limit.toNanos(), NOT_BEGUN);
  }

  @Override
  public Next next(Context context) {
    long now = context.time();
    long until = end == NOT_BEGUN ? now + limit : end;
    if (now >= until) {
      return Nothing.EXHAUSTED;
    }
    Next next = generator.next(context);
    if (next instanceof Emit emit) {
      return emit.op().time() >= until
          ? Nothing.EXHAUSTED
          : new Emit(emit.op(), new TimeLimit(emit.rest(), limit, until));
    }
    return next instanceof Pending pending
        ? new Pending(Math.min(pending.wake(), until), new TimeLimit(pending.rest(), limit, until))
        : next;
  }

  @Override
  public Generator update(Context context, Op event) {
    Generator updated = generator.update(context, event);
    return updated == generator ? this : new TimeLimit(updated, limit, end);
  }
}
