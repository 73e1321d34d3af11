package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.checkers.models.HashTrieSet;
import dev.ordeal.history.Op;
import org.jspecify.annotations.Nullable;

/** Ids that are asked for. */
record IdWords() implements Vocabulary<HashTrieSet> {

  @Override
  public Op invocation(Dice dice, int process, HashTrieSet state) {
    return Op.invoke("generate");
  }

  @Override
  public @Nullable Object answer(Dice dice, HashTrieSet state, Op invocation) {
    return dice.value();
  }

  @Override
  public @Nullable Object anyAnswer(Dice dice, Op invocation) {
    return dice.someValue();
  }
}
