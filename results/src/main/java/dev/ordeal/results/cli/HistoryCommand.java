package dev.ordeal.results.cli;

import dev.ordeal.history.JsonLines.Reading;
import dev.ordeal.history.Notation;
import dev.ordeal.history.Op;
import dev.ordeal.results.StoredRun;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints a history in the notation, which a test can parse again. */
@Command(
    name = "history",
    description = "Prints a history in the notation that History.parse reads.",
    mixinStandardHelpOptions = true)
final class HistoryCommand extends RunArgument implements Callable<Integer> {
  private static final int AT_ONCE = 10_000;

  @Option(
      names = "--process",
      paramLabel = "N",
      description = "Only the ops of this process; -1 is the nemesis.")
  private @Nullable Integer process;

  @Option(names = "--f", paramLabel = "NAME", description = "Only the ops of this function.")
  private @Nullable String f;

  @Override
  public Integer call() {
    StoredRun run = run();
    Reading reading = run.reading();
    List<Op> ops = reading.history().stream().filter(this::isWanted).toList();
    for (int at = 0; at < ops.size() && !out().checkError(); at += AT_ONCE) {
      List<Op> some = ops.subList(at, Math.min(ops.size(), at + AT_ONCE));
      out().print(Notation.printAligned(some));
    }
    reading.torn().ifPresent(torn -> out().println("# " + torn));
    out().flush();
    return ExitCode.of(run.conclusion());
  }

  private boolean isWanted(Op op) {
    return (process == null || op.process() == process) && (f == null || op.f().equals(f));
  }
}
