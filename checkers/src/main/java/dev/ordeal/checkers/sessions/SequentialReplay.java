package dev.ordeal.checkers.sessions;

import dev.ordeal.history.History;
import dev.ordeal.history.Op.Type;
import dev.ordeal.history.Operation;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replays a sequential order in linear time and says what is wrong with it. It shares nothing with
 * what found the order, so that a fault there cannot acquit anything.
 */
final class SequentialReplay {

  private SequentialReplay() {}

  /**
   * What is wrong with an order of operations, given by their invocations; empty if each read and
   * write that is ok is in it once, no failed one is, each process keeps its own order, and every
   * read answers what was written last to its key, or nil.
   */
  static Optional<String> objection(History history, boolean isKeyed, int[] invocations) {
    var placed = new BitSet();
    Map<Integer, Integer> lastOfProcess = new HashMap<>();
    Map<Object, @Nullable Object> registers = new HashMap<>();
    for (int at : invocations) {
      var invoke = history.get(at);
      var operation = new Operation(invoke, history.completion(invoke));
      Integer last = lastOfProcess.put(invoke.process(), at);
      if (placed.get(at) || operation.outcome() == Type.FAIL || last != null && last > at) {
        return Optional.of(invoke + " is placed twice, or failed, or comes too late");
      }
      placed.set(at);
      boolean isWrite = invoke.f().equals("write");
      Object value = isWrite ? invoke.value() : operation.completion().orElseThrow().value();
      Object key = isKeyed ? List.of(((List<?>) Objects.requireNonNull(value)).get(0)) : "";
      Object inner = isKeyed ? ((List<?>) Objects.requireNonNull(value)).get(1) : value;
      if (isWrite) {
        registers.put(key, inner);
      } else if (!Objects.equals(registers.get(key), inner)) {
        return Optional.of(invoke + " is placed where its register holds " + registers.get(key));
      }
    }
    for (int at = 0; at < history.size(); at++) {
      boolean isOk = history.type(at) == Type.OK;
      if (isOk
          && List.of("read", "write").contains(history.f(at))
          && !placed.get(history.partner(at))) {
        return Optional.of(history.get(at) + " is not placed");
      }
    }
    return Optional.empty();
  }
}
