package dev.ordeal.checkers.sessions;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The writes that certainly did not happen, looked up only once somebody reads of them. */
final class FailedWrites {
  private final History history;
  private @Nullable Map<Object, Op> failures;

  FailedWrites(History history) {
    this.history = history;
  }

  /** Why the read that was invoked here cannot be: nobody who succeeded wrote what it saw. */
  Anomaly explain(int invocation) {
    Op invoke = history.get(invocation);
    Op read = history.completion(invoke).orElseThrow();
    Object value = read.value();
    Op failed = value == null ? null : failures().get(value);
    if (failed == null) {
      return Anomaly.of(
          "garbage-read",
          "p%d read %s, which nobody wrote".formatted(read.process(), value),
          invoke,
          read);
    }
    var witness = new ArrayList<>(List.of(failed, invoke, read));
    history.completion(failed).ifPresent(witness::add);
    witness.sort(Comparator.comparing(Op::index));
    return new Anomaly(
        "aborted-read",
        "p%d read %s, but its only write, by p%d, failed: it did not happen (G1a)"
            .formatted(read.process(), value, failed.process()),
        witness);
  }

  private Map<Object, Op> failures() {
    var known = failures;
    if (known == null) {
      known = new HashMap<>();
      for (int at = 0; at < history.size(); at++) {
        if (history.type(at) == Type.FAIL && history.f(at).equals("write")) {
          Op write = history.get(history.partner(at));
          if (write.value() != null) {
            known.putIfAbsent(write.value(), write);
          }
        }
      }
      failures = known;
    }
    return known;
  }
}
