package dev.ordeal.checkers.linearizable;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.Illegal;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replays a linearization in linear time and says what is wrong with it. It shares nothing with the
 * search that found it, so that a fault there cannot acquit anything.
 */
public final class LinearizationVerifier {

  private LinearizationVerifier() {}

  /**
   * What is wrong with an order of operations, given by the index of their invocations; empty if it
   * is a linearization: each ok operation that the model knows is in it once, no failed one is, no
   * operation comes after one that it precedes, and the model allows every step.
   */
  public static <S> Optional<String> verify(History history, Model<S> model, List<Integer> order) {
    var placed = new HashSet<Integer>();
    S state = model.initial();
    long latestBegin = -1;
    Map<Integer, Integer> lastOfProcess = new HashMap<>();
    for (int index : order) {
      Op invoke = history.get(index);
      var operation = new Operation(invoke, history.completion(invoke));
      if (!placed.add(index) || operation.outcome() == Op.Type.FAIL) {
        return Optional.of(invoke + " is placed twice, or failed");
      }
      boolean seen = operation.outcome() == Op.Type.OK;
      // Whatever ends before a begin that was placed already should have been placed before it.
      if (seen && operation.completion().orElseThrow().time() < latestBegin
          || lastOfProcess.getOrDefault(invoke.process(), -1) > index) {
        return Optional.of(invoke + " is placed after an operation that it precedes");
      }
      latestBegin = Math.max(latestBegin, invoke.time());
      lastOfProcess.put(invoke.process(), index);
      Object output = seen ? operation.completion().orElseThrow().value() : null;
      var call = new Call(invoke.process(), invoke.f(), invoke.value(), seen, output);
      var step = model.step(state, call);
      if (step instanceof Illegal<S> illegal) {
        return Optional.of(invoke + " is placed where " + illegal.because());
      }
      state = ((To<S>) step).state();
    }
    return history
        .operations()
        .filter(operation -> operation.outcome() == Op.Type.OK && model.knows(operation.f()))
        .filter(operation -> !placed.contains(operation.invoke().index()))
        .map(operation -> operation.invoke() + " is ok, but not placed")
        .findFirst();
  }
}
