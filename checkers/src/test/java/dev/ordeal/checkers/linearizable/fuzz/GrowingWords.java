package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What only grows, and reads of all of it.
 *
 * @param put the function that adds its input
 * @param isOrdered whether a read answers in the order of the puts
 * @param all what a state holds
 */
record GrowingWords<S>(String put, boolean isOrdered, Function<S, List<?>> all)
    implements Vocabulary<S> {

  @Override
  public Op invocation(Dice dice, int process, S state) {
    return dice.chance(0.5) ? Op.invoke(put, dice.value()) : Op.invoke("read");
  }

  @Override
  public @Nullable Object answer(Dice dice, S state, Op invocation) {
    if (invocation.f().equals(put)) {
      return dice.of(null, true, invocation.value());
    }
    var values = new ArrayList<Object>(all.apply(state));
    if (!isOrdered) {
      Collections.shuffle(values, new Random(dice.below(1 << 16)));
    }
    return values;
  }

  @Override
  public @Nullable Object anyAnswer(Dice dice, Op invocation) {
    if (dice.below(12) == 0) {
      return dice.of(null, true);
    }
    var values = new ArrayList<Object>();
    int size = dice.below(4);
    for (int i = 0; i < size; i++) {
      values.add(dice.someValue());
    }
    return values;
  }
}
