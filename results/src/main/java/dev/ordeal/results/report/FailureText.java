package dev.ordeal.results.report;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.results.run.Conclusion;
import dev.ordeal.results.run.RunInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A broken promise on one screen: at most 25 lines of at most 110 columns. */
public final class FailureText {
  /** The most lines that a text has. */
  public static final int LINES = 25;

  private static final int BECAUSE = 4;
  private static final int LEAST_WITNESS = 3;
  private static final int NAME_WIDTH = 40;
  private static final int KINDS = 3;

  private FailureText() {}

  /** The text of a run that is invalid; of any other run, as {@link VerdictText} says it. */
  public static String render(RunInfo info, History history, Conclusion conclusion, Path dir) {
    Verdict verdict = conclusion.verdict().orElse(null);
    if (verdict == null || verdict.anomalies().isEmpty()) {
      return VerdictText.render(info, history, conclusion, dir);
    }
    var screen = new Screen();
    Anomaly first = verdict.anomalies().get(0);
    screen.line(headline(info, history, verdict));
    screen.paragraph(prefix(verdict), first.because(), BECAUSE);
    Screen below = below(info, history, conclusion, verdict, dir);
    int room = Math.max(LEAST_WITNESS, LINES - screen.height() - below.height());
    String note = ValueText.escape(first.name(), NAME_WIDTH);
    screen.all(Lines.witness(history, first.witness(), note, room));
    screen.all(List.of(below.text().split("\n")));
    return screen.text();
  }

  private static Screen below(
      RunInfo info, History history, Conclusion conclusion, Verdict verdict, Path dir) {
    var below = new Screen();
    List<Op> witness = verdict.anomalies().get(0).witness();
    String faults =
        FaultsInForce.between(
            history, info.faults().kinds(), witness.get(0), witness.get(witness.size() - 1));
    below.paragraph("faults then: ", faults, 1);
    below.paragraph("operations:  ", EvidenceText.operations(verdict.evidence()), 2);
    below.paragraph("faults:      ", EvidenceText.faults(verdict.evidence()), 2);
    VerdictText.closing(below, info, conclusion, dir);
    return below;
  }

  private static String headline(RunInfo info, History history, Verdict verdict) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    verdict.anomalies().forEach(anomaly -> counts.merge(anomaly.name(), 1, Integer::sum));
    var kinds = new ArrayList<String>();
    counts.entrySet().stream()
        .limit(KINDS)
        .forEach(
            kind ->
                kinds.add(
                    (kind.getValue() == 1 ? "" : kind.getValue() + " x ")
                        + ValueText.escape(kind.getKey(), NAME_WIDTH)));
    if (counts.size() > KINDS) {
      kinds.add("... " + (counts.size() - KINDS) + " more kinds");
    }
    long operations = history.operations().count();
    String head = ValueText.escape(info.trial(), VerdictText.TRIAL_WIDTH) + " is INVALID: ";
    String tail = " in " + operations + (operations == 1 ? " operation" : " operations");
    int room = Screen.COLUMNS - head.length() - tail.length();
    return head + ValueText.cut(String.join(", ", kinds), room) + tail;
  }

  private static String prefix(Verdict verdict) {
    return verdict.anomalies().size() == 1 ? "" : "the first: ";
  }
}
