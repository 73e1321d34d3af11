package dev.ordeal.results.run;

import dev.ordeal.checkers.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a trial ended.
 *
 * @param outcome what it comes to
 * @param verdict what the checker said, if it came to be asked
 * @param message why there is no verdict, or what else there is to say; may be empty
 * @param suppressed problems that did not decide the outcome, such as a failed teardown
 * @param ended when
 * @param phases how long the phases of the nodes' work took, as their logs tell
 */
public record Conclusion(
    Outcome outcome,
    Optional<Verdict> verdict,
    String message,
    List<String> suppressed,
    Instant ended,
    List<Phase> phases) {

  /** Copies its parts; refuses an outcome that contradicts the verdict. */
  public Conclusion {
    suppressed = List.copyOf(suppressed);
    phases = List.copyOf(phases);
    boolean judged = outcome == Outcome.VALID || outcome == Outcome.INVALID;
    if (judged && (verdict.isEmpty() || Outcome.of(verdict.get()) != outcome)) {
      throw new IllegalArgumentException(
          "outcome "
              + outcome.word()
              + " contradicts its verdict: "
              + verdict.map(v -> Outcome.of(v).word()).orElse("there is none"));
    }
  }

  /** The trial was judged. */
  public static Conclusion of(Verdict verdict, Instant ended) {
    return new Conclusion(
        Outcome.of(verdict), Optional.of(verdict), "", List.of(), ended, List.of());
  }

  /** The cluster could not be brought up. */
  public static Conclusion setupFailure(String message, Instant ended) {
    return new Conclusion(
        Outcome.SETUP_FAILURE, Optional.empty(), message, List.of(), ended, List.of());
  }

  /** The harness, a client or a checker failed. */
  public static Conclusion harnessFailure(String message, Instant ended) {
    return new Conclusion(
        Outcome.HARNESS_FAILURE, Optional.empty(), message, List.of(), ended, List.of());
  }

  /** The same conclusion with these problems beside it. */
  public Conclusion withSuppressed(List<String> problems) {
    return new Conclusion(outcome, verdict, message, problems, ended, phases);
  }

  /** The same conclusion with these phases. */
  public Conclusion withPhases(List<Phase> measured) {
    return new Conclusion(outcome, verdict, message, suppressed, ended, measured);
  }

  /** The same conclusion with at most so many anomalies per verdict; says so if it leaves any. */
  Conclusion trimmed(int anomalies) {
    if (verdict.isEmpty()) {
      return this;
    }
    var problems = new java.util.ArrayList<>(suppressed);
    problems.add(
        "verdict.json keeps the first "
            + anomalies
            + " of "
            + verdict.get().anomalies().size()
            + " anomalies: recheck the run to see all");
    return new Conclusion(
        outcome, verdict.map(v -> trimmed(v, anomalies)), message, problems, ended, phases);
  }

  private static Verdict trimmed(Verdict verdict, int anomalies) {
    var parts = new java.util.LinkedHashMap<String, Verdict>();
    for (Map.Entry<String, Verdict> part : verdict.parts().entrySet()) {
      parts.put(part.getKey(), trimmed(part.getValue(), anomalies));
    }
    return new Verdict(
        verdict.validity(),
        verdict.anomalies().subList(0, Math.min(anomalies, verdict.anomalies().size())),
        verdict.reason(),
        verdict.evidence(),
        verdict.stats(),
        parts);
  }
}
