package dev.ordeal.results.report;

import dev.ordeal.results.run.Phase;
import dev.ordeal.results.run.Phase.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How long the phases of the nodes' work took: in a paragraph, or in a table node by node. */
public final class PhaseText {
  private static final int NAME_WIDTH = 40;
  private static final int LINES = 4;
  private static final List<String> HEAD =
      List.of("phase", "node", "times", "median", "p99", "max");

  private PhaseText() {}

  /** Of each phase what all nodes took. */
  static void add(Screen screen, List<Phase> phases) {
    var text =
        phases.stream()
            .map(phase -> ValueText.escape(phase.name(), NAME_WIDTH) + " " + words(phase.all()))
            .collect(Collectors.joining("; "));
    screen.paragraph("phases:      ", text, LINES);
  }

  private static String words(Times times) {
    String p50 = RecoveryText.words(times.median());
    return times.count() == 1
        ? "once, " + p50
        : "%d times, p50 %s, p99 %s".formatted(times.count(), p50, RecoveryText.words(times.p99()));
  }

  /** Of each phase what each node took, and all of them. */
  public static String table(List<Phase> phases) {
    if (phases.isEmpty()) {
      return "no log of a node tells of a phase (phase NAME took 12.345ms)\n";
    }
    var rows = new ArrayList<List<String>>();
    rows.add(HEAD);
    for (Phase phase : phases) {
      rows.add(row(phase.name(), "all", phase.all()));
      phase.nodes().forEach((node, times) -> rows.add(row("", node, times)));
    }
    var table = new StringBuilder();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int width = width(rows, column);
        line.append(
            (column < 2 ? "%-" + width + "s  " : "%" + width + "s  ").formatted(row.get(column)));
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }

  private static List<String> row(String phase, String node, Times times) {
    return List.of(
        ValueText.escape(phase, NAME_WIDTH),
        ValueText.escape(node, NAME_WIDTH),
        Long.toString(times.count()),
        RecoveryText.words(times.median()),
        RecoveryText.words(times.p99()),
        RecoveryText.words(times.max()));
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
