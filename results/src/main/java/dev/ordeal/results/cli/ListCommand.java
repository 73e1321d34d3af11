package dev.ordeal.results.cli;

import dev.ordeal.checkers.Evidence;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.results.RunStore;
import dev.ordeal.results.StoredRun;
import dev.ordeal.results.report.ValueText;
import dev.ordeal.results.run.Conclusion;
import dev.ordeal.results.run.CorruptRunException;
import dev.ordeal.results.run.RunInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Lists the runs of a store, the oldest first. */
@Command(
    name = "list",
    description = "Lists the runs of a store, the oldest first.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  private static final List<String> HEADINGS =
      List.of("trial", "time", "seed", "outcome", "ops", "faults");
  private static final int WIDTH = 60;

  @ParentCommand private @Nullable Main main;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    RunStore store = java.util.Objects.requireNonNull(main).store();
    List<Path> runs = store.runs();
    if (runs.isEmpty()) {
      out.println("no runs in " + store.root() + "; another store: --store DIR");
      return ExitCode.VALID;
    }
    var rows = new ArrayList<List<String>>();
    rows.add(HEADINGS);
    runs.forEach(run -> rows.add(row(run)));
    print(rows, out);
    return ExitCode.VALID;
  }

  private static List<String> row(Path folder) {
    String trial = folder.getName(folder.getNameCount() - 2).toString();
    String time = String.valueOf(folder.getFileName());
    if (!isRun(folder)) {
      return List.of(trial, time, "-", "empty", "-", "-");
    }
    try {
      StoredRun run = StoredRun.open(folder);
      RunInfo info = run.info();
      Optional<Conclusion> conclusion = run.conclusion();
      String outcome = conclusion.map(end -> end.outcome().word()).orElse("unfinished");
      String seed = Long.toString(info.seed());
      Optional<Evidence> evidence =
          conclusion
              .flatMap(Conclusion::verdict)
              .map(Verdict::evidence)
              .filter(e -> !e.operations().isEmpty());
      if (evidence.isPresent()) {
        return List.of(trial, time, seed, outcome, ops(evidence.get()), faults(evidence.get()));
      }
      History history = run.history();
      return List.of(trial, time, seed, outcome, ops(history), faults(history, info));
    } catch (CorruptRunException e) {
      return List.of(trial, time, "-", "corrupt", "-", "-");
    }
  }

  private static boolean isRun(Path folder) {
    try {
      StoredRun.open(folder);
      return true;
    } catch (dev.ordeal.results.NoSuchRunException e) {
      return false;
    }
  }

  private static String ops(Evidence evidence) {
    return Long.toString(
        evidence.operations().values().stream().mapToLong(Evidence.Tally::invoked).sum());
  }

  private static String faults(Evidence evidence) {
    return Long.toString(
        evidence.faults().values().stream().mapToLong(Evidence.FaultTally::applied).sum());
  }

  private static String ops(History history) {
    return Long.toString(history.operations().count());
  }

  private static String faults(History history, RunInfo info) {
    return Long.toString(
        history.stream()
            .filter(op -> op.isNemesis() && op.type() == Op.Type.INFO)
            .filter(op -> info.faults().kinds().containsKey(op.f()))
            .count());
  }

  private static void print(List<List<String>> rows, java.io.PrintWriter out) {
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = ValueText.escape(row.get(i), Math.max(WIDTH, widths[i]));
        String room = " ".repeat(Math.max(0, widths[i] - cell.length()));
        boolean number = HEADINGS.get(i).matches("seed|ops|faults");
        line.append(number ? room + cell : cell + room).append("  ");
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
