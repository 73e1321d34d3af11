package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.checkers.Model;

/** A model that declares nothing of another but what must be written. */
record Bare<S>(Model<S> model) implements Model<S> {
  @Override
  public S initial() {
    return model.initial();
  }

  @Override
  public Step<S> step(S state, Call call) {
    return model.step(state, call);
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public boolean knows(String f) {
    return model.knows(f);
  }
}
