package dev.ordeal.checkers;

import dev.ordeal.checkers.Evidence.FaultTally;
import dev.ordeal.checkers.Evidence.Tally;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The evidence that a history itself gives: what was done, and which faults it met. */
public final class EvidenceOf {
  /** Enough to tell what is common from what is not. */
  private static final int ERRORS_MAX = 10_000;

  private static final int TYPES = Op.Type.values().length;

  private EvidenceOf() {}

  /** As below, with nothing expected beyond the default. */
  public static Evidence history(History history, Map<String, String> faultKinds) {
    return history(history, faultKinds, Expectations.standard());
  }

  /**
   * Tallies the operations of clients and the faults of the nemesis, and says what is missing.
   *
   * <p>A fault counts as applied when its injection has an info whose value is not a map with
   * {@code failed}; as one that bit when that map, or that of its heal, has {@code bit} with {@code
   * true}, which is what a probe saw. A heal speaks for all that it heals. A client operation was
   * in flight during a fault if its interval meets the span from the invocation of an injection
   * that bit to the completion of its heal: of the same {@code id} if the injection had one, else
   * the next of this kind, or of everything ({@code heal}), or the end of the history.
   *
   * @param faultKinds the functions of the nemesis that inject, each with the one that heals it
   * @param expected which functions must have succeeded when
   */
  public static Evidence history(
      History history, Map<String, String> faultKinds, Expectations expected) {
    var injections = Injection.of(history, faultKinds);
    var tallies = tallies(history);
    var gaps = new ArrayList<String>();
    if (tallies.isEmpty()) {
      gaps.add("No client did anything.");
    }
    gaps.addAll(Successes.of(history, faultKinds, injections).gaps(tallies, expected));
    var faults = new LinkedHashMap<String, FaultTally>();
    for (var entry : faultKinds.entrySet()) {
      var kind = entry.getKey();
      var heal = entry.getValue();
      var ofThis = injections.stream().filter(one -> one.kind().equals(kind)).toList();
      FaultTally tally = tally(history, ofThis);
      faults.put(kind, tally);
      if (tally.applied() == 0) {
        gaps.add("The fault " + kind + " was asked for, but never applied" + why(history, kind));
      } else if (tally.bit() == 0) {
        gaps.add("The fault " + kind + " was never seen to bite" + seen(history, kind, heal) + ".");
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

  private static Map<String, Tally> tallies(History history) {
    var counts = new LinkedHashMap<String, int[]>();
    for (int at = 0; at < history.size(); at++) {
      if (isInvocation(history, at)) {
        int end = history.partner(at);
        // What is open ended as an info would: nobody knows.
        var outcome = end < 0 ? Op.Type.INFO : history.type(end);
        counts.computeIfAbsent(history.f(at), any -> new int[TYPES])[outcome.ordinal()]++;
      }
    }
    var tallies = new LinkedHashMap<String, Tally>();
    counts.forEach(
        (f, by) -> {
          int ok = by[Op.Type.OK.ordinal()];
          int fail = by[Op.Type.FAIL.ordinal()];
          int info = by[Op.Type.INFO.ordinal()];
          tallies.put(f, new Tally(ok + fail + info, ok, fail, info));
        });
    return tallies;
  }

  private static boolean isInvocation(History history, int at) {
    return history.type(at) == Op.Type.INVOKE && history.process(at) != Op.NEMESIS;
  }

  private static FaultTally tally(History history, List<Injection> injections) {
    var bitten = injections.stream().filter(Injection::hasBitten).toList();
    return new FaultTally(
        injections.stream().mapToInt(Injection::applied).sum(),
        injections.stream().mapToInt(Injection::bit).sum(),
        (int) injections.stream().filter(Injection::isHealed).count(),
        inFlight(history, new Storms(history, bitten)));
  }

  private static int inFlight(History history, Storms storms) {
    int inFlight = 0;
    for (int at = 0; at < history.size(); at++) {
      if (isInvocation(history, at)) {
        int end = history.partner(at);
        long until = end < 0 ? Long.MAX_VALUE : history.time(end);
        inFlight += storms.meet(history.time(at), until) ? 1 : 0;
      }
    }
    return inFlight;
  }

  /** Why an injection did nothing, as the last of them says, and how often it was tried. */
  private static String why(History history, String kind) {
    int tried = 0;
    String why = "";
    for (int at = 0; at < history.size(); at++) {
      if (isCompletion(history, at, kind)) {
        tried++;
        Object failure = Injection.failure(history.get(at));
        why = failure == null ? why : ": " + failure;
      }
    }
    return tried == 0 ? "." : ", of " + tried + (tried == 1 ? " try" : " tries") + why + ".";
  }

  /** What the last probe of a fault saw, of those that say, before it was healed or then. */
  private static String seen(History history, String kind, String heal) {
    String seen = ", and nobody probed it";
    for (int at = 0; at < history.size(); at++) {
      if ((isCompletion(history, at, kind) || isCompletion(history, at, heal))
          && history.get(at).value() instanceof Map<?, ?> map
          && map.get("probe") instanceof String probe) {
        seen = ": " + probe;
      } else if (isCompletion(history, at, Injection.HEAL_ALL)) {
        seen =
            Injection.healedByAll(history.get(at), kind)
                .map(told -> ": " + told.get("probe"))
                .reduce(seen, (before, last) -> last);
      }
    }
    return seen;
  }

  private static boolean isCompletion(History history, int at, String f) {
    return history.process(at) == Op.NEMESIS
        && history.type(at).completes()
        && history.f(at).equals(f);
  }

  private static String times(int number) {
    return number == 1 ? "once" : number + " times";
  }

  /** What operations failed of most often, as far as anybody said. */
  static String mostOften(List<Object> errors) {
    var counts = new LinkedHashMap<String, Integer>();
    errors.stream()
        .limit(ERRORS_MAX)
        .forEach(error -> counts.merge(String.valueOf(error), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> "; " + times(most.getValue()) + ": " + most.getKey())
        .orElse("");
  }
}
