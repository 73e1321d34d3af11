package dev.ordeal.results.cli;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Checkers;
import dev.ordeal.checkers.Evidence;
import dev.ordeal.checkers.EvidenceOf;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.models.Models;
import dev.ordeal.history.History;
import dev.ordeal.history.MalformedHistoryException;
import dev.ordeal.history.formats.JepsenEdn;
import dev.ordeal.results.report.VerdictText;
import dev.ordeal.results.run.Conclusion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Judges a history that lies in a file, by whomever it was recorded. */
@Command(
    name = "check",
    description = "Judges the history in a file: is it linearizable with regard to a model?",
    mixinStandardHelpOptions = true)
final class CheckCommand extends FileArgument implements Callable<Integer> {

  @Option(names = "--model", paramLabel = "NAME", description = "What the system promises to be.")
  private @Nullable String modelName;

  @Option(
      names = "--initial",
      paramLabel = "VALUE",
      description = "What a cas register holds at first, in EDN; default: nil.")
  private @Nullable String initial;

  @Option(
      names = "--checker",
      paramLabel = "NAME",
      description = "Judge by this checker instead of a model.")
  private @Nullable String checkerName;

  @Override
  public Integer call() {
    Checker checker = checker();
    History history = history();
    Conclusion conclusion =
        Conclusion.of(checker.check(history).withEvidence(tallies(history)), Instant.now());
    out().print(VerdictText.ofFile(name(), history, conclusion));
    out().flush();
    return ExitCode.of(Optional.of(conclusion));
  }

  /** How operations ended, but no gaps: nobody asked this history to show anything else. */
  private static Evidence tallies(History history) {
    Evidence evidence = EvidenceOf.history(history, Map.of());
    return new Evidence(evidence.operations(), evidence.faults(), List.of());
  }

  private Checker checker() {
    String model = modelName;
    String checker = checkerName;
    if (checker != null && model == null && initial == null) {
      return Checkers.named(checker)
          .orElseThrow(() -> unknown("checker", checker, Checkers.names()));
    }
    if (model == null || checker != null) {
      throw wrong(
          "name what to judge by: either --model, of "
              + join(Models.names())
              + "; or --checker, of "
              + join(Checkers.names()));
    }
    if (initial == null) {
      return Models.named(model)
          .<Checker>map(Linearizable::of)
          .orElseThrow(() -> unknown("model", model, Models.names()));
    }
    return Models.holding(model, value(initial))
        .<Checker>map(Linearizable::of)
        .orElseThrow(() -> wrong("no model \"" + model + "\" here takes --initial: leave it out"));
  }

  private @Nullable Object value(String text) {
    try {
      return JepsenEdn.value(text);
    } catch (MalformedHistoryException e) {
      throw wrong("--initial is no value: " + e.getMessage());
    }
  }

  private RuntimeException unknown(String what, String name, Set<String> known) {
    return wrong("no " + what + " is named \"" + name + "\" here: choose one of " + join(known));
  }

  private static String join(Set<String> names) {
    return String.join(", ", names);
  }
}
