package dev.ordeal.results.cli;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Checkers;
import dev.ordeal.checkers.EvidenceOf;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.history.JsonLines.Reading;
import dev.ordeal.results.StoredRun;
import dev.ordeal.results.report.VerdictText;
import dev.ordeal.results.run.Conclusion;
import dev.ordeal.results.run.Outcome;
import dev.ordeal.results.run.RunInfo;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Judges a stored history again. */
@Command(
    name = "recheck",
    description = "Judges a stored history again, by the checker of the run or another.",
    mixinStandardHelpOptions = true)
final class RecheckCommand extends RunArgument implements Callable<Integer> {

  @Option(
      names = "--checker",
      paramLabel = "NAME",
      description = "Judge by this checker; default: the one of the run.")
  private @Nullable String checkerName;

  @Option(names = "--write", description = "Store the new verdict in place of the old one.")
  private boolean write;

  @Override
  public Integer call() {
    StoredRun run = run();
    RunInfo info = run.info();
    Checker checker = checker(info);
    Reading reading = run.reading();
    Verdict verdict =
        EvidenceOf.complete(
            checker.check(reading.history()),
            reading.history(),
            info.faults().kinds(),
            info.expected());
    Optional<Conclusion> stored = run.conclusion();
    Conclusion now = Conclusion.of(verdict, stored.map(Conclusion::ended).orElseGet(Instant::now));
    now =
        now.withSuppressed(stored.map(Conclusion::suppressed).orElse(List.of()))
            .withPhases(run.phases());
    out().print(VerdictText.render(info, reading.history(), now, run.directory()));
    reading.torn().ifPresent(torn -> out().println("history.jsonl: " + torn));
    out().println(comparison(stored, now.outcome()));
    leftOut(info, stored, verdict).ifPresent(out()::println);
    if (write) {
      run.conclude(now, reading.history());
      out().println("stored in verdict.json and verdict.txt");
    }
    out().flush();
    return ExitCode.of(Optional.of(now));
  }

  /** A trial may compose its checker of more than the one that it names. */
  private static Optional<String> leftOut(
      RunInfo info, Optional<Conclusion> stored, Verdict verdict) {
    var parts = stored.flatMap(Conclusion::verdict).map(RecheckCommand::parts).orElse(Set.of());
    var again = parts(verdict);
    var missing = parts.stream().filter(part -> !again.contains(part)).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "not judged again: "
                + String.join(", ", missing)
                + ", for which the trial had a checker beside \""
                + info.checker()
                + "\"");
  }

  /** The names of the parts that are not made of parts themselves. */
  private static Set<String> parts(Verdict verdict) {
    var names = new LinkedHashSet<String>();
    verdict
        .parts()
        .forEach(
            (name, part) -> {
              if (part.parts().isEmpty()) {
                names.add(name);
              } else {
                names.addAll(parts(part));
              }
            });
    return names;
  }

  private Checker checker(RunInfo info) {
    String name = checkerName == null ? info.checker() : checkerName;
    return Checkers.named(name)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec().commandLine(),
                    "no checker is named \""
                        + name
                        + "\" here: choose one by --checker, of "
                        + String.join(", ", Checkers.names())
                        + "; or add the jar that provides it to the class path"));
  }

  private static String comparison(Optional<Conclusion> stored, Outcome now) {
    if (stored.isEmpty()) {
      return "no verdict was stored: the run is unfinished";
    }
    Outcome before = stored.get().outcome();
    return before == now
        ? "the stored outcome is the same: " + now.word()
        : "the stored outcome DIFFERS: it is " + before.word() + ", now it is " + now.word();
  }
}
