package dev.ordeal.checkers.linearizable;

import dev.ordeal.checkers.linearizable.RandomOperations.Vocabulary;
import dev.ordeal.history.Op;
import java.util.Random;
import java.util.function.BiPredicate;

/** Acquires what it does not hold and releases what it does, and sometimes the other way round. */
record Turns<S>(BiPredicate<S, Integer> holds) implements Vocabulary<S> {
  @Override
  public Op invocation(Random random, int process, S state) {
    boolean release = holds.test(state, process) != (random.nextInt(6) == 0);
    return Op.invoke(release ? "release" : "acquire");
  }

  @Override
  public Object answer(S state, Op op) {
    return null;
  }

  @Override
  public Object anyAnswer(Random random, Op op) {
    return null;
  }
}
