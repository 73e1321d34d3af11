package dev.ordeal.harness;

import dev.ordeal.harness.generator.Context;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.harness.generator.Generators;
import dev.ordeal.history.Op;
import java.time.Duration;

/**
 * The nemesis heals everything, and this ends only when it is done: a node that takes long to come
 * back must not be given up like a straggler, or the end would begin under its fault.
 *
 * <p>What a nemesis does is bounded by its cluster; the bound here is for one that hangs.
 */
record Healing() implements Generator {
  /** The nemesis function that heals everything; what clients begin after it is the end. */
  static final String HEAL = "heal";

  private static final Duration BOUND = Duration.ofMinutes(10);

  static Generator whole() {
    return Generators.sequence(Generators.invoke(HEAL).onNemesis(), new Healing()).timeLimit(BOUND);
  }

  @Override
  public Next next(Context context) {
    return context.free().contains(Op.NEMESIS)
        ? new Exhausted()
        : new Pending(Long.MAX_VALUE, this);
  }
}
