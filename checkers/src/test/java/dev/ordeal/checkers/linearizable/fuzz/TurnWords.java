package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.history.Op;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Acquire and release, mostly by whoever's turn it is.
 *
 * @param mayRelease whether a process may release in a state
 */
record TurnWords<S>(BiPredicate<S, Integer> mayRelease) implements Vocabulary<S> {

  @Override
  public Op invocation(Dice dice, int process, S state) {
    boolean release = mayRelease.test(state, process) != (dice.below(5) == 0);
    return Op.invoke(release ? "release" : "acquire");
  }

  @Override
  public @Nullable Object answer(Dice dice, S state, Op invocation) {
    return dice.of(null, true);
  }

  @Override
  public @Nullable Object anyAnswer(Dice dice, Op invocation) {
    return dice.of(null, true, false);
  }
}
