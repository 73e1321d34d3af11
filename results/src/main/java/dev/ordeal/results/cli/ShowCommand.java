package dev.ordeal.results.cli;

import dev.ordeal.history.History;
import dev.ordeal.history.Notation;
import dev.ordeal.results.StoredRun;
import dev.ordeal.results.report.PhaseText;
import dev.ordeal.results.run.Conclusion;
import dev.ordeal.results.run.Json;
import dev.ordeal.results.run.RunJson;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how a run ended, or what is known of one that did not. */
@Command(
    name = "show",
    description = "Shows how a run ended, or what is known of one that did not.",
    mixinStandardHelpOptions = true)
final class ShowCommand extends RunArgument implements Callable<Integer> {

  @Option(names = "--ops", paramLabel = "N", description = "Also show the last N ops.")
  private int ops;

  @Option(names = "--json", description = "Print run.json and verdict.json as one object.")
  private boolean json;

  @Option(names = "--phases", description = "Also show how long each node's phases took.")
  private boolean phases;

  @Override
  public Integer call() {
    StoredRun run = run();
    Optional<Conclusion> conclusion = run.conclusion();
    if (json) {
      var all = new LinkedHashMap<String, @Nullable Object>();
      all.put("directory", run.directory().toString());
      all.put("run", RunJson.plain(run.info()));
      all.put("conclusion", conclusion.map(RunJson::plain).orElse(null));
      out().print(Json.print(all));
    } else {
      out().print(run.text());
    }
    if (phases) {
      out().print(PhaseText.table(conclusion.map(Conclusion::phases).orElseGet(run::phases)));
    }
    if (ops > 0) {
      History history = run.history();
      out()
          .print(
              Notation.printAligned(
                  history.stream().skip(Math.max(0, history.size() - ops)).toList()));
    }
    out().flush();
    return ExitCode.of(conclusion);
  }
}
