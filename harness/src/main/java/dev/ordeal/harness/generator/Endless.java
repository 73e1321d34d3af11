package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;
import java.util.random.RandomGenerator;

/** Operations without end, each made of its number, the context and random numbers. */
record Endless(Maker maker, long count) implements Generator {

  /** Makes the op of a number. */
  @FunctionalInterface
  interface Maker {
    Op make(RandomGenerator random, Context context, long count);
  }

  @Override
  public Next next(Context context) {
    if (context.free().isEmpty()) {
      return new Pending(Long.MAX_VALUE, this);
    }
    // Odd numbers seed the op, even ones choose its process.
    Op op = maker.make(context.random(2 * count + 1), context, count);
    return new Emit(
        Once.placed(Once.requireInvoke(op), context, context.draw(2 * count)),
        new Endless(maker, count + 1));
  }
}
