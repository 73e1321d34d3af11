package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.history.Op;
import org.jspecify.annotations.Nullable;

/** Increments by small, large, negative and no amounts, and reads of the sum. */
record CounterWords() implements Vocabulary<Long> {

  @Override
  public Op invocation(Dice dice, int process, Long state) {
    if (dice.chance(0.5)) {
      return Op.invoke("read");
    }
    Object amount =
        switch (dice.below(8)) {
          case 0 -> 1L << dice.below(6);
          case 1 -> dice.of(-1, 0, -2);
          case 2 -> dice.of(Long.MAX_VALUE, 0, "two", 3);
          case 3 -> 2;
          default -> 1;
        };
    return Op.invoke(dice.of("increment", "add"), dice.chance(0.3) ? null : amount);
  }

  @Override
  public @Nullable Object answer(Dice dice, Long state, Op invocation) {
    return invocation.f().equals("read") ? state : invocation.value();
  }

  @Override
  public @Nullable Object anyAnswer(Dice dice, Op invocation) {
    return dice.below(10) == 0 ? null : dice.below(6) - 1;
  }
}
