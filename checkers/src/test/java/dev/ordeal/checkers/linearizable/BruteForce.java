package dev.ordeal.checkers.linearizable;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import dev.ordeal.history.Operation;
import java.util.List;
import java.util.Set;

/**
 * Tries every order of every choice of operations: slow, and too simple to be wrong. Operations may
 * be let go: they may then happen at any time, or never.
 */
public final class BruteForce<S> {
  private final List<Operation> operations;
  private final Set<Operation> letGo;
  private final Model<S> model;

  private BruteForce(List<Operation> operations, Set<Operation> letGo, Model<S> model) {
    this.operations = operations;
    this.letGo = letGo;
    this.model = model;
  }

  /** Whether a history has an order of its operations that a model allows. */
  public static <S> boolean isLinearizable(History history, Model<S> model) {
    var operations =
        history
            .operations()
            .filter(operation -> operation.outcome() != Type.FAIL)
            .filter(operation -> model.knows(operation.f()))
            .toList();
    return hasOrder(operations, Set.of(), model);
  }

  /** Whether operations have an order if some of them are let go. */
  static <S> boolean hasOrder(List<Operation> operations, Set<Operation> letGo, Model<S> model) {
    var all = new BruteForce<>(operations, letGo, model);
    return all.extend(new boolean[operations.size()], model.initial());
  }

  private boolean extend(boolean[] placed, S state) {
    boolean complete = true;
    for (int i = 0; i < placed.length; i++) {
      Operation one = operations.get(i);
      complete &= placed[i] || one.outcome() == Type.INFO || letGo.contains(one);
    }
    if (complete) {
      return true;
    }
    for (int i = 0; i < placed.length; i++) {
      if (placed[i] || !mayComeNext(placed, i)) {
        continue;
      }
      if (model.step(state, call(operations.get(i))) instanceof To<S> to) {
        placed[i] = true;
        if (extend(placed, to.state())) {
          return true;
        }
        placed[i] = false;
      }
    }
    return false;
  }

  private boolean mayComeNext(boolean[] placed, int next) {
    for (int i = 0; i < placed.length; i++) {
      if (!placed[i] && i != next && precedes(operations.get(i), operations.get(next))) {
        return false;
      }
    }
    return true;
  }

  private boolean precedes(Operation first, Operation second) {
    if (first.outcome() != Type.OK || letGo.contains(first) || letGo.contains(second)) {
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
