package dev.ordeal.checkers.transactions;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A history in which nobody wonders any more about operations that nobody saw end: some are left
 * out, and some happened before somebody saw what they did.
 *
 * <p>A search has to try each operation that may happen at any later time, or never, at each of
 * these times. What somebody saw the effect of has happened when that reader ended; what nobody saw
 * any effect of need not have happened. It has an order if and only if the original has one.
 */
final class Certainty {
  private final History original;
  private final Map<Integer, Certain> certain = new HashMap<>();
  private final Map<Integer, List<Op>> byDeadline = new HashMap<>();

  /**
   * What is known of an operation that nobody saw end.
   *
   * @param deadline the completion of who saw its effect; -1 if it is left out
   * @param value what of it has an effect, as its input and its answer
   */
  private record Certain(int deadline, @Nullable Object value) {}

  Certainty(History original) {
    this.original = original;
  }

  /** It need not have happened. */
  void leaveOut(Op invocation) {
    certain.put(invocation.index(), new Certain(-1, null));
  }

  /** It has happened when this completion comes, and only this part of it has an effect. */
  void happened(Op invocation, int deadline, @Nullable Object effect) {
    certain.put(invocation.index(), new Certain(deadline, effect));
    byDeadline
        .computeIfAbsent(deadline, any -> new ArrayList<>())
        .add(invocation.withValue(effect));
  }

  /** A checker's verdict on it, told of the original. */
  Verdict judge(Checker checker) {
    var ops = new ArrayList<Op>();
    var places = new ArrayList<Integer>();
    for (int at = 0; at < original.size(); at++) {
      for (Op begun : byDeadline.getOrDefault(at, List.of())) {
        int end = original.partner(begun.index());
        ops.add(begun.ok().withProcess(begun.process()).withTime(original.time(at)));
        places.add(end < 0 ? begun.index() : end);
      }
      Op op = original.get(at);
      Certain known = certain.get(op.type() == Type.INVOKE ? at : original.partner(at));
      if (known == null) {
        ops.add(op);
        places.add(at);
      } else if (known.deadline() >= 0 && op.type() == Type.INVOKE) {
        ops.add(op.withValue(known.value()));
        places.add(at);
      }
    }
    return retold(checker.check(History.of(ops)), places);
  }

  private Verdict retold(Verdict verdict, List<Integer> places) {
    var anomalies =
        verdict.anomalies().stream()
            .map(
                anomaly ->
                    new Anomaly(
                        anomaly.name(),
                        anomaly.because(),
                        anomaly.witness().stream()
                            .map(op -> places.get(op.index()))
                            .distinct()
                            .sorted()
                            .map(original::get)
                            .toList(),
                        anomaly.argument(),
                        original.get(places.get(anomaly.breaks().index()))))
            .toList();
    var stats = new LinkedHashMap<String, @Nullable Object>(verdict.stats());
    if (stats.get("linearization") instanceof List<?> order) {
      stats.put("linearization", order.stream().map(at -> original(at, places)).toList());
    }
    if (stats.get("precedence") instanceof List<?> edges) {
      stats.put(
          "precedence",
          edges.stream()
              .map(edge -> ((List<?>) edge).stream().map(at -> original(at, places)).toList())
              .toList());
    }
    return new Verdict(
        verdict.validity(),
        anomalies,
        verdict.reason(),
        verdict.evidence(),
        stats,
        verdict.parts());
  }

  private static int original(@Nullable Object place, List<Integer> places) {
    return place instanceof Number number ? places.get(number.intValue()) : -1;
  }
}
