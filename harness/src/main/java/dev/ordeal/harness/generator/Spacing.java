package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;
import java.time.Duration;

/**
 * A generator's operations, none of which begins sooner than some time after the one before. The
 * time runs from the emission, not from the question: else asking often would put it off for ever.
 * In between, the generator is not asked: else what it learns of time would depend on who asks.
 */
record Spacing(Generator generator, long nanos, boolean random, long notBefore, long count)
    implements Generator {
  private static final long BELOW = 1;

  static Spacing random(Generator generator, Duration mean) {
    return new Spacing(generator, mean.toNanos(), true, 0, 0);
  }

  static Spacing fixed(Generator generator, Duration gap) {
    return new Spacing(generator, gap.toNanos(), false, 0, 0);
  }

  @Override
  public Next next(Context context) {
    if (context.time() < notBefore) {
      return new Pending(notBefore, this);
    }
    Next next = generator.next(context.salted(BELOW));
    if (!(next instanceof Emit emit)) {
      return next instanceof Pending pending
          ? new Pending(pending.wake(), with(pending.rest()))
          : next;
    }
    if (emit.op().time() > context.time()) {
      return new Pending(emit.op().time(), this);
    }
    // What ends with this op ends now, not a gap later.
    boolean last = emit.rest().next(context.salted(BELOW)) instanceof Exhausted;
    return new Emit(emit.op(), last ? Nothing.INSTANCE : after(emit, context));
  }

  private Spacing after(Emit emit, Context context) {
    long gap = random ? Draws.upTo(context.draw(count), 2 * nanos) : nanos;
    // A thread that woke late shall not lower the rate: at random, a little may be caught up.
    long begun = random ? Math.max(notBefore, context.time() - nanos) : context.time();
    return new Spacing(emit.rest(), nanos, random, begun + gap, count + 1);
  }

  @Override
  public Generator update(Context context, Op event) {
    return with(generator.update(context.salted(BELOW), event));
  }

  private Spacing with(Generator changed) {
    return changed == generator ? this : new Spacing(changed, nanos, random, notBefore, count);
  }
}
