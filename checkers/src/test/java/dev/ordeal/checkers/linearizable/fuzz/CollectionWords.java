package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.history.Op;
import org.jspecify.annotations.Nullable;

/**
 * Puts and takes of a collection, which answers null when it is empty.
 *
 * @param model says what can be taken
 * @param put the function that adds its input
 * @param take the function that takes a value out
 */
record CollectionWords<S>(Model<S> model, String put, String take) implements Vocabulary<S> {

  @Override
  public Op invocation(Dice dice, int process, S state) {
    return dice.chance(0.55) ? Op.invoke(put, dice.value()) : Op.invoke(take);
  }

  @Override
  public @Nullable Object answer(Dice dice, S state, Op invocation) {
    if (invocation.f().equals(put)) {
      return dice.of(null, true, invocation.value());
    }
    for (Object value : dice.given()) {
      Object output = invocation.ok(value).value();
      if (model.step(state, new Call(0, take, null, true, output)) instanceof To<S>) {
        return output;
      }
    }
    return null;
  }

  @Override
  public @Nullable Object anyAnswer(Dice dice, Op invocation) {
    return dice.below(4) == 0 ? null : dice.someValue();
  }
}
