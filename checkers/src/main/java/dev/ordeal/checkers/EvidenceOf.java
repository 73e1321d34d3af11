package dev.ordeal.checkers;

import dev.ordeal.checkers.Evidence.FaultTally;
import dev.ordeal.checkers.Evidence.Tally;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The evidence that a history itself gives: what was done, and which faults it met. */
public final class EvidenceOf {
  /** Enough to tell what is common from what is not. */
  private static final int ERRORS_MAX = 10_000;

  /** What the harness does at the end of every trial: it ends each fault that is still there. */
  private static final String HEAL_ALL = "heal";

  private EvidenceOf() {}

  /**
   * Tallies the operations of clients and the faults of the nemesis.
   *
   * <p>A fault counts as applied when its injection has an info whose value is not a map with
   * {@code failed}; as one that bit when that map has {@code bit} with {@code true}, which is what
   * a probe saw. A client operation was in flight during a fault if its interval meets the span
   * from the invocation of an injection that bit to the completion of its heal: of the same {@code
   * id} if the injection had one, else the next of this kind, or of everything ({@code heal}), or
   * the end of the history.
   *
   * @param faultKinds the functions of the nemesis that inject, each with the one that heals it
   */
  public static Evidence history(History history, Map<String, String> faultKinds) {
    var operations = history.operations().toList();
    var gaps = new ArrayList<String>();
    var tallies = tallies(operations);
    if (operations.isEmpty()) {
      gaps.add("No client did anything.");
    }
    tallies.forEach(
        (f, tally) -> {
          if (tally.ok() == 0) {
            gaps.add("No " + f + " was ever ok, of " + tally.invoked() + why(operations, f) + ".");
          }
        });
    var faults = new LinkedHashMap<String, FaultTally>();
    faultKinds.forEach(
        (inject, heal) -> {
          FaultTally tally = tally(history, operations, inject, heal);
          faults.put(inject, tally);
          if (tally.applied() == 0) {
            gaps.add("The fault " + inject + " was asked for, but never applied.");
          } else if (tally.bit() == 0) {
            gaps.add(
                "The fault " + inject + " was never seen to bite" + seen(history, inject) + ".");
          } else if (tally.inFlight() == 0) {
            gaps.add("The fault " + inject + " met no client operation in flight.");
          }
        });
    return new Evidence(tallies, faults, gaps);
  }

  /** What the operations of a function failed of most often, as far as anybody said. */
  private static String why(List<Operation> operations, String f) {
    var counts = new LinkedHashMap<String, Integer>();
    for (Operation operation : operations) {
      Object error = operation.completion().map(Op::error).orElse(null);
      if (operation.f().equals(f) && error != null && counts.size() < ERRORS_MAX) {
        counts.merge(String.valueOf(error), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> "; " + most.getValue() + " times: " + most.getKey())
        .orElse("");
  }

  private static Map<String, Tally> tallies(List<Operation> operations) {
    var tallies = new LinkedHashMap<String, Tally>();
    for (Operation operation : operations) {
      Tally one =
          switch (operation.outcome()) {
            case OK -> new Tally(1, 1, 0, 0);
            case FAIL -> new Tally(1, 0, 1, 0);
            default -> new Tally(1, 0, 0, 1);
          };
      tallies.merge(
          operation.f(),
          one,
          (a, b) ->
              new Tally(
                  a.invoked() + b.invoked(),
                  a.ok() + b.ok(),
                  a.fail() + b.fail(),
                  a.info() + b.info()));
    }
    return tallies;
  }

  private static FaultTally tally(
      History history, List<Operation> operations, String inject, String heal) {
    var spans = new Spans(heal);
    int applied = 0;
    int bit = 0;
    for (int at = 0; at < history.size(); at++) {
      if (history.process(at) != Op.NEMESIS || !history.type(at).completes()) {
        continue;
      }
      Op completion = history.get(at);
      if (!succeeded(completion)) {
        continue;
      }
      if (completion.f().equals(inject)) {
        applied++;
        bit += hasBitten(completion) ? 1 : 0;
        spans.begin(history.get(history.partner(at)), hasBitten(completion));
      } else if (completion.f().equals(heal) || completion.f().equals(HEAL_ALL)) {
        spans.end(completion, history.get(history.partner(at)));
      }
    }
    var bitten = spans.bitten();
    int inFlight =
        (int)
            operations.stream()
                .filter(operation -> bitten.stream().anyMatch(span -> span.meets(operation)))
                .count();
    return new FaultTally(applied, bit, spans.healed(), inFlight);
  }

  /** What the last probe of a fault saw, of those that say. */
  private static String seen(History history, String inject) {
    String seen = ", and nobody probed it";
    for (int at = 0; at < history.size(); at++) {
      if (history.process(at) == Op.NEMESIS
          && history.type(at).completes()
          && history.f(at).equals(inject)
          && history.get(at).value() instanceof Map<?, ?> map
          && map.get("probe") instanceof String probe) {
        seen = ": " + probe;
      }
    }
    return seen;
  }

  private static boolean hasBitten(Op injection) {
    return injection.value() instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("bit"));
  }

  private static boolean succeeded(Op completion) {
    return !(completion.value() instanceof Map<?, ?> map && map.containsKey("failed"));
  }
}
