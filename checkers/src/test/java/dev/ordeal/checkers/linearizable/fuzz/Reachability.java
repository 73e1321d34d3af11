package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import dev.ordeal.history.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brute force that visits no configuration twice: what is placed, and the state that this led to,
 * say all about what can still follow. A history is linearizable if and only if a configuration is
 * reachable in which everything ok is placed.
 *
 * @param <S> the state of the model
 */
public final class Reachability<S> {
  private static final int LIMIT = Integer.SIZE - 1;

  private final Model<S> model;
  private final List<Operation> operations;
  private final Call[] calls;

  /** Per operation the set of those that must come before it. */
  private final int[] before;

  private final int needed;
  private final Set<Configuration<S>> visited = new HashSet<>();

  private record Configuration<S>(int placed, S state) {}

  private Reachability(History history, Model<S> model) {
    this.model = model;
    this.operations =
        history
            .operations()
            .filter(operation -> operation.outcome() != Type.FAIL)
            .filter(operation -> model.knows(operation.f()))
            .toList();
    int size = operations.size();
    if (size > LIMIT) {
      throw new IllegalArgumentException(size + " operations are too many for brute force");
    }
    calls = new Call[size];
    before = new int[size];
    int ok = 0;
    for (int i = 0; i < size; i++) {
      calls[i] = call(operations.get(i));
      ok |= calls[i].seen() ? 1 << i : 0;
      for (int j = 0; j < size; j++) {
        before[i] |= precedes(operations.get(j), operations.get(i)) ? 1 << j : 0;
      }
    }
    needed = ok;
  }

  /** Whether a history has an order of its operations that a model allows. */
  public static <S> boolean isLinearizable(History history, Model<S> model) {
    return new Reachability<>(history, model).reaches(0, model.initial());
  }

  private boolean reaches(int placed, S state) {
    if ((placed & needed) == needed) {
      return true;
    }
    if (!visited.add(new Configuration<>(placed, state))) {
      return false;
    }
    for (int i = 0; i < calls.length; i++) {
      boolean isNext = (placed & 1 << i) == 0 && (before[i] & ~placed) == 0;
      if (isNext
          && model.step(state, calls[i]) instanceof To<S> to
          && reaches(placed | 1 << i, to.state())) {
        return true;
      }
    }
    return false;
  }

  /** What is wrong with an order of operations, given by the index of their invocations. */
  static <S> Optional<String> objection(History history, Model<S> model, List<Integer> order) {
    return new Reachability<>(history, model).objection(order);
  }

  private Optional<String> objection(List<Integer> order) {
    S state = model.initial();
    int placed = 0;
    for (int index : order) {
      int i = 0;
      while (i < calls.length && operations.get(i).invoke().index() != index) {
        i++;
      }
      if (i == calls.length || (placed & 1 << i) != 0 || (before[i] & ~placed) != 0) {
        return Optional.of("op " + index + " must not come now");
      }
      if (!(model.step(state, calls[i]) instanceof To<S> to)) {
        return Optional.of("op " + index + " is illegal in " + state);
      }
      state = to.state();
      placed |= 1 << i;
    }
    return (placed & needed) == needed ? Optional.empty() : Optional.of("some ok op is missing");
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
