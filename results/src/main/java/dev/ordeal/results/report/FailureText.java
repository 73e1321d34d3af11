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
  private static final int LEAST_BESIDE_ARGUMENT = 8;
  private static final int MOST_ARGUMENT = 12;
  private static final int MOST_INDENT = 20;
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
    Screen below = below(info, history, verdict);
    var closing = new Screen();
    VerdictText.closing(closing, info, conclusion, dir);
    int under = below.height() + closing.height();
    int room = Math.max(LEAST_WITNESS, LINES - screen.height() - under);
    String note = ValueText.escape(first.name(), NAME_WIDTH);
    int needed = Lines.witness(history, first.witness(), note, LINES).size();
    int forWitness = Math.max(Math.min(needed, LEAST_BESIDE_ARGUMENT), room - height(first));
    screen.all(Lines.witness(history, first.witness(), note, Math.min(room, forWitness)));
    argument(screen, first.argument(), room - Math.min(needed, forWitness));
    screen.all(List.of(below.text().split("\n")));
    VerdictText.figures(screen, conclusion, LINES - closing.height());
    return screen.text() + closing.text();
  }

  private static int height(Anomaly anomaly) {
    var all = new Screen();
    anomaly.argument().stream().limit(LINES).forEach(step -> step(all, step, LINES));
    return Math.min(MOST_ARGUMENT, all.height());
  }

  /** The steps that fit on so many lines; what is left out is counted. */
  private static void argument(Screen screen, List<String> steps, int most) {
    int end = screen.height() + most;
    for (int i = 0; i < steps.size(); i++) {
      var next = new Screen();
      step(next, steps.get(i), LINES);
      boolean isLast = i == steps.size() - 1;
      if (screen.height() + next.height() + (isLast ? 0 : 1) <= end) {
        step(screen, steps.get(i), LINES);
      } else if (screen.height() < end) {
        int left = steps.size() - i;
        screen.line(
            "  ... %d more %s in verdict.json".formatted(left, left == 1 ? "step" : "steps"));
        return;
      }
    }
  }

  /** A step, as far in as it stands under the cases before it. */
  private static void step(Screen screen, String step, int most) {
    int indent = Math.min(MOST_INDENT, step.length() - step.stripLeading().length());
    screen.paragraph(" ".repeat(indent), step, most);
  }

  private static Screen below(RunInfo info, History history, Verdict verdict) {
    var below = new Screen();
    List<Op> witness = verdict.anomalies().get(0).witness();
    String faults =
        FaultsInForce.between(
            history, info.faults().kinds(), witness.get(0), witness.get(witness.size() - 1));
    below.paragraph("faults then: ", faults, 1);
    below.paragraph("operations:  ", EvidenceText.operations(verdict.evidence()), 2);
    below.paragraph("faults:      ", EvidenceText.faults(verdict.evidence()), 2);
    below.paragraph("triggers:    ", EvidenceText.triggers(history), 2);
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
