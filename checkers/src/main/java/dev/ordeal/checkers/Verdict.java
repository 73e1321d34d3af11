package dev.ordeal.checkers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a checker says of a history, and what that rests on.
 *
 * @param validity valid, unknown or invalid
 * @param anomalies what is wrong, each with its witness; not empty if and only if invalid
 * @param reason why it is unknown, or a sentence on what was shown; may be empty
 * @param evidence what the verdict rests on
 * @param stats plain data: figures such as steps, operations, the linearization order
 * @param parts the verdicts that this one is made of, by name
 */
public record Verdict(
    Validity validity,
    List<Anomaly> anomalies,
    String reason,
    Evidence evidence,
    Map<String, @Nullable Object> stats,
    Map<String, Verdict> parts) {

  /** The three answers, from best to worst; of composed answers the worst wins. */
  public enum Validity {
    /** The promise holds in this history. */
    VALID,
    /** Nobody can tell: a budget ran out, or the evidence does not suffice. */
    UNKNOWN,
    /** The promise is broken, and a witness shows it. */
    INVALID
  }

  /** Refuses an invalid verdict that shows no anomaly, and an anomaly in any other. */
  public Verdict {
    anomalies = List.copyOf(anomalies);
    stats = Collections.unmodifiableMap(new LinkedHashMap<>(stats));
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    if ((validity == Validity.INVALID) == anomalies.isEmpty()) {
      throw new IllegalArgumentException(
          "a verdict is invalid if and only if it shows an anomaly: "
              + validity
              + " with "
              + anomalies.size()
              + " anomalies");
    }
  }

  /** The promise holds. */
  public static Verdict valid() {
    return new Verdict(Validity.VALID, List.of(), "", Evidence.none(), Map.of(), Map.of());
  }

  /** Nobody can tell, because of this. */
  public static Verdict unknown(String reason) {
    return new Verdict(Validity.UNKNOWN, List.of(), reason, Evidence.none(), Map.of(), Map.of());
  }

  /** Invalid if there is an anomaly, else valid. */
  public static Verdict of(List<Anomaly> anomalies) {
    var validity = anomalies.isEmpty() ? Validity.VALID : Validity.INVALID;
    return new Verdict(validity, anomalies, "", Evidence.none(), Map.of(), Map.of());
  }

  /** The verdict made of these: the worst answer, all anomalies, the first reason. */
  public static Verdict compose(Map<String, Verdict> parts) {
    var validity = Validity.VALID;
    var anomalies = new ArrayList<Anomaly>();
    var evidence = Evidence.none();
    String reason = "";
    for (var part : parts.entrySet()) {
      Verdict verdict = part.getValue();
      anomalies.addAll(verdict.anomalies());
      evidence = evidence.and(verdict.evidence());
      if (verdict.validity().compareTo(validity) > 0) {
        validity = verdict.validity();
        reason = verdict.reason().isEmpty() ? "" : part.getKey() + ": " + verdict.reason();
      }
    }
    return new Verdict(validity, anomalies, reason, evidence, Map.of(), parts);
  }

  /** The same verdict, resting on more evidence. */
  public Verdict withEvidence(Evidence more) {
    return new Verdict(validity, anomalies, reason, evidence.and(more), stats, parts);
  }

  /** The same verdict with other figures. */
  public Verdict withStats(Map<String, ? extends @Nullable Object> newStats) {
    return new Verdict(validity, anomalies, reason, evidence, new LinkedHashMap<>(newStats), parts);
  }
}
