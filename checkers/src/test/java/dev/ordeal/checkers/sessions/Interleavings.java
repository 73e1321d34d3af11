package dev.ordeal.checkers.sessions;

import dev.ordeal.history.History;
import dev.ordeal.history.Op.Type;
import dev.ordeal.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tries every interleaving of the sessions, with and without each write that nobody saw end: slow,
 * and too simple to be wrong.
 */
final class Interleavings {

  private Interleavings() {}

  static boolean isSequential(History history) {
    var sessions = new HashMap<Integer, List<Operation>>();
    history
        .operations()
        .filter(op -> op.outcome() == Type.OK || op.outcome() == Type.INFO && isWrite(op))
        .forEach(op -> sessions.computeIfAbsent(op.process(), p -> new ArrayList<>()).add(op));
    return extend(List.copyOf(sessions.values()), new int[sessions.size()], new HashMap<>());
  }

  private static boolean extend(
      List<List<Operation>> sessions, int[] at, Map<Object, @Nullable Object> registers) {
    boolean isComplete = true;
    for (int session = 0; session < at.length; session++) {
      if (at[session] == sessions.get(session).size()) {
        continue;
      }
      isComplete = false;
      var operation = sessions.get(session).get(at[session]);
      at[session]++;
      boolean works =
          operation.outcome() == Type.INFO && extend(sessions, at, registers)
              || step(sessions, at, registers, operation);
      at[session]--;
      if (works) {
        return true;
      }
    }
    return isComplete;
  }

  private static boolean step(
      List<List<Operation>> sessions,
      int[] at,
      Map<Object, @Nullable Object> registers,
      Operation operation) {
    Object value =
        isWrite(operation)
            ? operation.invoke().value()
            : operation.completion().orElseThrow().value();
    var pair = (List<?>) Objects.requireNonNull(value);
    Object key = Objects.requireNonNull(pair.get(0));
    Object before = registers.get(key);
    if (!isWrite(operation)) {
      return Objects.equals(before, pair.get(1)) && extend(sessions, at, registers);
    }
    registers.put(key, pair.get(1));
    boolean works = extend(sessions, at, registers);
    registers.put(key, before);
    return works;
  }

  private static boolean isWrite(Operation operation) {
    return operation.f().equals("write");
  }
}
