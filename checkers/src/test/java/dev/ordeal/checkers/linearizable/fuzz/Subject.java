package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.checkers.Model;

/**
 * A model, and what histories of it say.
 *
 * @param <S> the state of the model
 */
public record Subject<S>(Model<S> model, Vocabulary<S> vocabulary) {

  /** The name of the model. */
  public String name() {
    return model.name();
  }

  @Override
  public String toString() {
    return name();
  }
}
