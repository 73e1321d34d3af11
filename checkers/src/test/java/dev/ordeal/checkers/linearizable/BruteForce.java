package dev.ordeal.checkers.linearizable;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import dev.ordeal.history.Operation;
import java.util.List;

/** Tries every order of every choice of operations: slow, and too simple to be wrong. */
public final class BruteForce {

  private BruteForce() {}

  /** Whether a history has an order of its operations that a model allows. */
  public static <S> boolean isLinearizable(History history, Model<S> model) {
    var operations =
        history
            .operations()
            .filter(operation -> operation.outcome() != Type.FAIL)
            .filter(operation -> model.knows(operation.f()))
            .toList();
    return extend(operations, new boolean[operations.size()], model, model.initial());
  }

  private static <S> boolean extend(
      List<Operation> operations, boolean[] placed, Model<S> model, S state) {
    boolean complete = true;
    for (int i = 0; i < placed.length; i++) {
      complete &= placed[i] || operations.get(i).outcome() == Type.INFO;
    }
    if (complete) {
      return true;
    }
    for (int i = 0; i < placed.length; i++) {
      if (placed[i] || !mayComeNext(operations, placed, i)) {
        continue;
      }
      if (model.step(state, call(operations.get(i))) instanceof To<S> to) {
        placed[i] = true;
        if (extend(operations, placed, model, to.state())) {
          return true;
        }
        placed[i] = false;
      }
    }
    return false;
  }

  private static boolean mayComeNext(List<Operation> operations, boolean[] placed, int next) {
    for (int i = 0; i < placed.length; i++) {
      if (!placed[i] && i != next && precedes(operations.get(i), operations.get(next))) {
        return false;
      }
    }
    return true;
  }

  private static boolean precedes(Operation first, Operation second) {
    if (first.outcome() != Type.OK) {
      return false;
    }
    Op end = first.completion().orElseThrow();
    return end.time() < second.invoke().time()
        || first.process() == second.process() && end.index() < second.invoke().index();
  }

  private static Call call(Operation operation) {
    boolean seen = operation.outcome() == Type.OK;
    Object output = seen ? operation.completion().orElseThrow().value() : null;
    var invoke = operation.invoke();
    return new Call(invoke.process(), invoke.f(), invoke.value(), seen, output);
  }
}
