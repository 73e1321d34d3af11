package dev.ordeal.results.report;

import dev.ordeal.checkers.Recovery;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.results.run.Conclusion;
import dev.ordeal.results.run.Outcome;
import dev.ordeal.results.run.RunInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a run ended, on one screen, whichever way it ended. */
public final class VerdictText {
  /** How much of a trial's name fits beside what must stand beside it. */
  static final int TRIAL_WIDTH = 60;

  /** Where a history lies that no run recorded. */
  private static final Path NOWHERE = Path.of("");

  private static final int NAME_WIDTH = 40;
  private static final int REASON = 3;
  private static final int GAPS = 5;
  private static final int CURES = 4;
  private static final int MESSAGE = 8;
  private static final int PROBLEMS = 2;
  private static final int AGAIN = 3;
  private static final int LAST_OPS = 6;
  private static final String INDENT = "  ";

  private VerdictText() {}

  /** The text of a run that ended. */
  public static String render(RunInfo info, History history, Conclusion conclusion, Path dir) {
    return switch (conclusion.outcome()) {
      case INVALID -> FailureText.render(info, history, conclusion, dir);
      case VALID, INCONCLUSIVE -> judged(info, history, conclusion, dir);
      case SETUP_FAILURE, HARNESS_FAILURE -> failed(info, history, conclusion, dir);
    };
  }

  /** The text of a judged history that no run of Ordeal recorded; its name stands at the head. */
  public static String ofFile(String name, History history, Conclusion conclusion) {
    return render(RunInfo.ofFile(name, conclusion.ended()), history, conclusion, NOWHERE);
  }

  /** The text of a run that was killed, or that still runs: what is known of it. */
  public static String unfinished(RunInfo info, History history, Optional<String> torn, Path dir) {
    var screen = new Screen();
    screen.line(name(info) + " is UNFINISHED: it was killed, or it still runs; nothing was judged");
    screen.paragraph("history:     ", counts(history), 1);
    torn.ifPresent(text -> screen.paragraph("             ", text, 1));
    setup(screen, info);
    List<Op> last = history.stream().skip(Math.max(0, history.size() - LAST_OPS)).toList();
    if (!last.isEmpty()) {
      screen.line(INDENT + "the last ops:");
      screen.all(Lines.columns(last));
    }
    screen.command("judge:       ", "java -jar results/target/ordeal.jar recheck " + shell(dir), 2);
    screen.command("again:       ", info.again(), AGAIN);
    where(screen, info, dir, "history.jsonl  run.json");
    return screen.text();
  }

  private static String judged(RunInfo info, History history, Conclusion conclusion, Path dir) {
    Verdict verdict = conclusion.verdict().orElse(Verdict.unknown(conclusion.message()));
    boolean valid = conclusion.outcome() == Outcome.VALID;
    var screen = new Screen();
    screen.line(name(info) + (valid ? " is VALID" : " is INCONCLUSIVE") + ": " + counts(history));
    screen.paragraph("", verdict.reason(), REASON);
    if (!conclusion.message().equals(verdict.reason())) {
      screen.paragraph("", conclusion.message(), REASON);
    }
    if (!valid) {
      gaps(screen, verdict);
    }
    screen.paragraph("certificate: ", figures(verdict), 2);
    screen.paragraph("parts:       ", parts(verdict), 1);
    screen.paragraph("operations:  ", EvidenceText.operations(verdict.evidence()), 2);
    screen.paragraph("faults:      ", EvidenceText.faults(verdict.evidence()), 3);
    screen.paragraph("triggers:    ", EvidenceText.triggers(history), 2);
    var closing = new Screen();
    closing(closing, info, conclusion, dir);
    figures(screen, conclusion, FailureText.LINES - closing.height());
    return screen.text() + closing.text();
  }

  /** How fast it was, as far as there is room: what is missing, or a witness, matters more. */
  static void figures(Screen screen, Conclusion conclusion, int most) {
    var recovered = conclusion.verdict().flatMap(Recovery::in);
    boolean isValid = conclusion.outcome() != Outcome.INVALID;
    recovered
        .filter(any -> isValid)
        .ifPresent(r -> part(screen, most, s -> RecoveryText.add(s, r)));
    recovered.ifPresent(r -> part(screen, most, s -> RecoveryText.addCalm(s, r)));
    part(screen, most, s -> PhaseText.add(s, conclusion.phases()));
  }

  private static void part(Screen screen, int most, Consumer<Screen> add) {
    var part = new Screen();
    add.accept(part);
    if (screen.height() + part.height() <= most) {
      add.accept(screen);
    }
  }

  private static void gaps(Screen screen, Verdict verdict) {
    List<String> gaps = verdict.evidence().gaps();
    gaps.stream().limit(GAPS).forEach(gap -> screen.paragraph("missing:     ", gap, 2));
    if (gaps.size() > GAPS) {
      screen.line(INDENT + "             ... " + (gaps.size() - GAPS) + " more");
    }
    EvidenceText.cures(verdict.evidence()).stream()
        .limit(CURES)
        .forEach(cure -> screen.paragraph("cure:        ", cure, 1));
  }

  private static String failed(RunInfo info, History history, Conclusion conclusion, Path dir) {
    var screen = new Screen();
    boolean setup = conclusion.outcome() == Outcome.SETUP_FAILURE;
    screen.line(
        name(info)
            + (setup
                ? " SETUP FAILURE: the cluster did not come up; nothing was judged"
                : " HARNESS FAILURE: the fault is not the system's; nothing was judged"));
    screen.paragraph("", conclusion.message(), MESSAGE);
    screen.paragraph("history:     ", counts(history), 1);
    setup(screen, info);
    closing(screen, info, conclusion, dir);
    return screen.text();
  }

  private static void setup(Screen screen, RunInfo info) {
    screen.paragraph(
        "cluster:     ", info.cluster().backend() + ": " + info.cluster().description(), 1);
    screen.paragraph("faults:      ", info.faults().plan(), 1);
  }

  /** The lines that end every text: other problems, how to run it again, where it lies. */
  static void closing(Screen screen, RunInfo info, Conclusion conclusion, Path dir) {
    List<String> problems = conclusion.suppressed();
    problems.stream()
        .limit(PROBLEMS)
        .forEach(problem -> screen.paragraph("also:        ", problem, 1));
    if (problems.size() > PROBLEMS) {
      screen.line(INDENT + "             ... " + (problems.size() - PROBLEMS) + " more problems");
    }
    screen.command("again:       ", info.again(), AGAIN);
    if (!dir.equals(NOWHERE)) {
      where(screen, info, dir, "history.jsonl  verdict.json");
    }
  }

  private static void where(Screen screen, RunInfo info, Path dir, String files) {
    List<String> nodes = info.cluster().nodes();
    String logs = "";
    if (!nodes.isEmpty()) {
      String last = nodes.size() == 1 ? "" : ".." + nodes.get(nodes.size() - 1);
      logs = "  " + ValueText.escape(nodes.get(0) + last + ".log", NAME_WIDTH);
    }
    String label = INDENT + "run:         ";
    String path = ending(dir.toString(), Screen.COLUMNS - label.length());
    String all = label + path + "  " + files + logs;
    if (all.length() <= Screen.COLUMNS) {
      screen.line(all);
    } else {
      screen.line(label + path).line(" ".repeat(label.length()) + files + logs);
    }
  }

  /** A path that is too wide keeps its end, which tells runs apart. */
  private static String ending(String path, int width) {
    String safe = ValueText.escape(path, Integer.MAX_VALUE);
    return safe.length() <= width ? safe : "..." + safe.substring(safe.length() - width + 3);
  }

  private static String shell(Path dir) {
    String path = dir.toString();
    return path.matches("[A-Za-z0-9_./:=@%+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }

  private static String counts(History history) {
    long operations = history.operations().count();
    long open = history.operations().filter(operation -> operation.completion().isEmpty()).count();
    return operations
        + (operations == 1 ? " operation" : " operations")
        + (open == 0 ? "" : ", " + open + " still open")
        + (history.size() == 0 ? "" : ", " + Lines.seconds(history.get(history.size() - 1).time()));
  }

  /** The figures of a verdict, or, where it has none of its own, those of its parts. */
  private static String figures(Verdict verdict) {
    var texts = new ArrayList<String>();
    verdict
        .stats()
        .forEach(
            (name, value) -> {
              if (!Recovery.isStat(name)) {
                figure(name, value).ifPresent(texts::add);
              }
            });
    if (texts.isEmpty()) {
      verdict.parts().values().stream()
          .map(VerdictText::figures)
          .filter(text -> !text.isEmpty())
          .forEach(texts::add);
    }
    return String.join(", ", texts);
  }

  /** A figure that counts nothing says nothing, and a list is for programs, not for readers. */
  private static Optional<String> figure(String name, @Nullable Object value) {
    boolean nothing = value instanceof Number number && number.longValue() == 0;
    return nothing || value instanceof List
        ? Optional.empty()
        : Optional.of(
            ValueText.escape(name, NAME_WIDTH) + " " + ValueText.of(value, NAME_WIDTH * 2));
  }

  private static String parts(Verdict verdict) {
    var texts = new ArrayList<String>();
    for (Map.Entry<String, Verdict> part : verdict.parts().entrySet()) {
      texts.add(
          ValueText.escape(part.getKey(), NAME_WIDTH)
              + " "
              + part.getValue().validity().name().toLowerCase(java.util.Locale.ROOT));
    }
    return String.join(", ", texts);
  }

  private static String name(RunInfo info) {
    return ValueText.escape(info.trial(), TRIAL_WIDTH);
  }
}
