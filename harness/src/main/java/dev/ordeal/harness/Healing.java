package dev.ordeal.harness;

import dev.ordeal.harness.generator.Context;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.harness.generator.Generators;
import dev.ordeal.history.Op;

/**
 * The nemesis heals everything, and this ends only when it is done: a node that takes long to come
 * back must not be given up like a straggler, or the end would begin under its fault.
 *
 * <p>Each thing that a nemesis does is bounded by {@link Trial#patience}.
 */
record Healing() implements Generator {
  /** The nemesis function that heals everything; what clients begin after it is the end. */
  static final String HEAL = "heal";

  static Generator whole() {
    return Generators.sequence(Generators.invoke(HEAL).onNemesis(), new Healing());
  }

  @Override
  public Next next(Context context) {
    return context.free().contains(Op.NEMESIS)
        ? new Exhausted()
        : new Pending(Long.MAX_VALUE, this);
  }
}
