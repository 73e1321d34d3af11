package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.history.Op;
import org.jspecify.annotations.Nullable;

/**
 * What the operations of a model say.
 *
 * @param <S> the state of the model
 */
public interface Vocabulary<S> {

  /** Something that a process may begin; the state is only a hint. */
  Op invocation(Dice dice, int process, S state);

  /** What the model may answer to an invocation in this state; it need not be legal. */
  @Nullable Object answer(Dice dice, S state, Op invocation);

  /** Something that looks like an answer. */
  @Nullable Object anyAnswer(Dice dice, Op invocation);
}
