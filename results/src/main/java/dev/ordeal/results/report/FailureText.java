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
import java.util.stream.Collectors;

/** A broken promise on one screen: at most 25 lines of at most 110 columns. */
public final class FailureText {
  /** The most lines that a text has. */
  public static final int LINES = 25;

  private static final int BECAUSE = 4;
  private static final int LEAST_WITNESS = 3;
  private static final int LEAST_BESIDE_ARGUMENT = 10;
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
    headline(screen, info, history, verdict);
    screen.paragraph(prefix(verdict), first.because(), BECAUSE);
    var faults = FaultsInForce.of(history, info.faults().kinds(), first.witness());
    Screen below = below(info, history, verdict, faults);
    var closing = new Screen();
    VerdictText.closing(closing, info, conclusion, dir);
    int under = below.height() + closing.height();
    int room = Math.max(LEAST_WITNESS, LINES - screen.height() - under);
    int needed = Lines.witness(first, faults, LINES).size();
    int forWitness = Math.max(Math.min(needed, LEAST_BESIDE_ARGUMENT), room - height(first));
    screen.all(Lines.witness(first, faults, Math.min(room, forWitness)));
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

  private static Screen below(
      RunInfo info, History history, Verdict verdict, FaultsInForce faults) {
    var below = new Screen();
    below.paragraph("faults then: ", faults.text(), 2);
    below.paragraph("clients:     ", clients(info, verdict.anomalies().get(0).witness()), 1);
    below.paragraph("operations:  ", EvidenceText.operations(verdict.evidence()), 2);
    below.paragraph("faults:      ", EvidenceText.faults(verdict.evidence()), 3);
    below.paragraph("triggers:    ", EvidenceText.triggers(history), 2);
    return below;
  }

  /** Which node each process of a witness was given, as the interpreter deals them out. */
  private static String clients(RunInfo info, List<Op> witness) {
    List<String> nodes = info.cluster().nodes();
    if (nodes.size() < 2) {
      return "";
    }
    return witness.stream()
        .filter(op -> !op.isNemesis())
        .map(Op::process)
        .distinct()
        .sorted()
        .map(process -> "p" + process + " at " + nodes.get(process % nodes.size()))
        .collect(Collectors.joining(", "));
  }

  /** What it is convicted of stands in whole, below the trial where both are too long. */
  private static void headline(Screen screen, RunInfo info, History history, Verdict verdict) {
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
      int more = counts.size() - KINDS;
      kinds.add("... " + more + (more == 1 ? " more kind" : " more kinds"));
    }
    long operations = history.operations().count();
    String is = " is INVALID:";
    String head = ValueText.escape(info.trial(), Screen.COLUMNS - is.length()) + is;
    String tail = " in " + operations + (operations == 1 ? " operation" : " operations");
    String what = String.join(", ", kinds);
    if (head.length() + 1 + what.length() + tail.length() <= Screen.COLUMNS) {
      screen.line(head + " " + what + tail);
    } else {
      int room = Screen.COLUMNS - "  ".length() - tail.length();
      screen.line(head).line("  " + ValueText.cut(what, room) + tail);
    }
  }

  private static String prefix(Verdict verdict) {
    return verdict.anomalies().size() == 1 ? "" : "the first: ";
  }
}
