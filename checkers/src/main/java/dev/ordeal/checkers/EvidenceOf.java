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

  private EvidenceOf() {}

  /** As below, with nothing expected beyond the default. */
  public static Evidence history(History history, Map<String, String> faultKinds) {
    return history(history, faultKinds, Expectations.standard());
  }

  /**
   * Tallies the operations of clients and the faults of the nemesis, and says what is missing.
   *
   * <p>A fault counts as applied when its injection has an info whose value is not a map with
   * {@code failed}; as one that bit when that map has {@code bit} with {@code true}, which is what
   * a probe saw. A client operation was in flight during a fault if its interval meets the span
   * from the invocation of an injection that bit to the completion of its heal: of the same {@code
   * id} if the injection had one, else the next of this kind, or of everything ({@code heal}), or
   * the end of the history.
   *
   * @param faultKinds the functions of the nemesis that inject, each with the one that heals it
   * @param expected which functions must have succeeded when
   */
  public static Evidence history(
      History history, Map<String, String> faultKinds, Expectations expected) {
    var operations = history.operations().toList();
    var injections = Injection.of(history, faultKinds);
    var tallies = tallies(operations);
    var gaps = new ArrayList<String>();
    if (operations.isEmpty()) {
      gaps.add("No client did anything.");
    }
    gaps.addAll(Successes.of(history, faultKinds, injections).gaps(tallies, expected));
    var faults = new LinkedHashMap<String, FaultTally>();
    for (String kind : faultKinds.keySet()) {
      var ofThis = injections.stream().filter(one -> one.kind().equals(kind)).toList();
      FaultTally tally = tally(history, operations, ofThis);
      faults.put(kind, tally);
      if (tally.applied() == 0) {
        gaps.add("The fault " + kind + " was asked for, but never applied" + why(history, kind));
      } else if (tally.bit() == 0) {
        gaps.add("The fault " + kind + " was never seen to bite" + seen(history, kind) + ".");
      } else if (tally.inFlight() == 0) {
        gaps.add("The fault " + kind + " met no client operation in flight.");
      }
    }
    gaps.addAll(TriggersOf.gaps(history));
    return new Evidence(tallies, faults, gaps);
  }

  /**
   * What a checker said of a history, with all that the history itself tells beside: the evidence,
   * and under {@code recovery} in its stats how the system bore the faults.
   *
   * @param faultKinds the functions of the nemesis that inject, each with the one that heals it
   * @param expected which functions must have succeeded when
   */
  public static Verdict complete(
      Verdict verdict, History history, Map<String, String> faultKinds, Expectations expected) {
    return RecoveryOf.history(history, faultKinds)
        .addedTo(verdict.withEvidence(history(history, faultKinds, expected)));
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
      History history, List<Operation> operations, List<Injection> injections) {
    var bitten = injections.stream().filter(Injection::hasBitten).toList();
    long inFlight =
        operations.stream()
            .filter(operation -> bitten.stream().anyMatch(one -> meets(history, one, operation)))
            .count();
    return new FaultTally(
        injections.stream().mapToInt(Injection::applied).sum(),
        injections.stream().mapToInt(Injection::bit).sum(),
        (int) injections.stream().filter(Injection::isHealed).count(),
        (int) inFlight);
  }

  private static boolean meets(History history, Injection fault, Operation operation) {
    long end = operation.completion().map(Op::time).orElse(Long.MAX_VALUE);
    return end >= history.time(fault.begin())
        && (!fault.isHealed() || operation.invoke().time() <= history.time(fault.end()));
  }

  /** Why an injection did nothing, as the last of them says, and how often it was tried. */
  private static String why(History history, String kind) {
    int tried = 0;
    String why = "";
    for (int at = 0; at < history.size(); at++) {
      if (isInjection(history, at, kind)) {
        tried++;
        Object failure = Injection.failure(history.get(at));
        why = failure == null ? why : ": " + failure;
      }
    }
    return tried == 0 ? "." : ", of " + tried + (tried == 1 ? " try" : " tries") + why + ".";
  }

  /** What the last probe of a fault saw, of those that say. */
  private static String seen(History history, String kind) {
    String seen = ", and nobody probed it";
    for (int at = 0; at < history.size(); at++) {
      if (isInjection(history, at, kind)
          && history.get(at).value() instanceof Map<?, ?> map
          && map.get("probe") instanceof String probe) {
        seen = ": " + probe;
      }
    }
    return seen;
  }

  private static boolean isInjection(History history, int at, String kind) {
    return history.process(at) == Op.NEMESIS
        && history.type(at).completes()
        && history.f(at).equals(kind);
  }

  /** What operations failed of most often, as far as anybody said. */
  static String mostOften(List<Object> errors) {
    var counts = new LinkedHashMap<String, Integer>();
    errors.stream()
        .limit(ERRORS_MAX)
        .forEach(error -> counts.merge(String.valueOf(error), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> "; " + most.getValue() + " times: " + most.getKey())
        .orElse("");
  }
}
