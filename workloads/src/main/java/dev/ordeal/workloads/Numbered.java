package dev.ordeal.workloads;

import dev.ordeal.harness.generator.Context;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.harness.generator.Generators;
import dev.ordeal.history.Op;
import java.util.random.RandomGenerator;

/** Endless operations, each made of random numbers and of its number, which no other has. */
record Numbered(Maker maker, long count) implements Generator {

  /** Makes the op of a number; a pure function. */
  @FunctionalInterface
  interface Maker {
    Op make(RandomGenerator random, long number);
  }

  static Generator ops(Maker maker) {
    return new Numbered(maker, 0);
  }

  @Override
  public Next next(Context context) {
    if (context.free().isEmpty()) {
      return new Pending(Long.MAX_VALUE, this);
    }
    Op op = maker.make(context.random(count), count);
    return Generators.once(op).next(context.salted(count)) instanceof Emit emit
        ? new Emit(emit.op(), new Numbered(maker, count + 1))
        : new Pending(Long.MAX_VALUE, this);
  }
}
