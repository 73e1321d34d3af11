package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.history.Op;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds, removes and questions to a set, which tells or does not tell whether it changed. */
record SetWords() implements Vocabulary<Set<Object>> {

  @Override
  public Op invocation(Dice dice, int process, Set<Object> state) {
    String f = dice.of("add", "add", "remove", "contains");
    return Op.invoke(f, f.equals("add") ? dice.value() : dice.someValue());
  }

  @Override
  public @Nullable Object answer(Dice dice, Set<Object> state, Op invocation) {
    boolean isHeld = state.contains(invocation.value());
    boolean answer = isHeld != invocation.f().equals("add");
    return !invocation.f().equals("contains") && dice.below(4) == 0 ? null : answer;
  }

  @Override
  public @Nullable Object anyAnswer(Dice dice, Op invocation) {
    return dice.of(true, false, true, false, null, invocation.value());
  }
}
