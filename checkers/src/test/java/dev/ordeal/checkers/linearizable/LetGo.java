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
 * Tries every order of a few operations, some of which may happen at any time, or never: as slow
 * and as simple as {@link BruteForce}.
 */
final class LetGo<S> {
  private final List<Operation> operations;
  private final Set<Operation> free;
  private final Model<S> model;

  private LetGo(List<Operation> operations, Set<Operation> free, Model<S> model) {
    this.operations = operations;
    this.free = free;
    this.model = model;
  }

  /** Whether a history has an order if some of its operations are let go. */
  static <S> boolean hasOrder(List<Operation> operations, Set<Operation> free, Model<S> model) {
    var all = new LetGo<>(operations, free, model);
    return all.extend(new boolean[operations.size()], model.initial());
  }

  /** The operations that were invoked in a witness. */
  static List<Operation> operations(List<Op> witness) {
    return History.of(witness).operations().toList();
  }

  private boolean extend(boolean[] placed, S state) {
    boolean complete = true;
    for (int i = 0; i < placed.length; i++) {
      Operation one = operations.get(i);
      complete &= placed[i] || one.outcome() == Type.INFO || free.contains(one);
    }
    if (complete) {
      return true;
    }
    for (int i = 0; i < placed.length; i++) {
      if (!placed[i]
          && mayComeNext(placed, i)
          && model.step(state, call(operations.get(i))) instanceof To<S> to) {
        placed[i] = true;
        boolean found = extend(placed, to.state());
        placed[i] = false;
        if (found) {
          return true;
        }
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
    if (first.outcome() != Type.OK || free.contains(first) || free.contains(second)) {
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
