package dev.ordeal.harness;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.VirtualTime;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.harness.generator.Generators;
import dev.ordeal.harness.interpreter.Interpreter;
import dev.ordeal.harness.interpreter.OpLog;
import dev.ordeal.harness.interpreter.Setup;
import dev.ordeal.history.History;
import dev.ordeal.history.HistoryBuilder;
import dev.ordeal.history.Op;
import dev.ordeal.results.Journal;
import dev.ordeal.results.RunFolder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drives clients and the nemesis through the phases of a trial, and records what they saw: work
 * under faults, heal, the end.
 */
final class Driver {
  /** The nemesis function that heals everything; what clients begin after it is the end. */
  private static final String HEAL = "heal";

  private final Trial trial;
  private final RunFolder folder;
  private final Cluster cluster;
  private final Nemesis nemesis;
  private final HistoryBuilder history = History.builder();
  private final List<String> problems = new ArrayList<>();

  Driver(Trial trial, RunFolder folder, Cluster cluster) {
    this.trial = trial;
    this.folder = folder;
    this.cluster = cluster;
    this.nemesis = trial.faults().nemesis();
  }

  void drive() throws InterruptedException {
    nemesis.requireSupport(cluster);
    try (Journal journal = folder.journal();
        Interpreter interpreter = interpreter(journal);
        var line = ProgressLine.of(trial, interpreter::progress)) {
      if (!trial.isQuiet()) {
        line.start();
      }
      try {
        // Heals before it waits for what is open: a fault must not outlast the time of the trial.
        interpreter.run(Generators.sequence(main(), Generators.invoke(HEAL).onNemesis()));
      } finally {
        healWhateverHappened();
      }
      interpreter.run(trial.workload().finalGenerator().onClients().timeLimit(trial.recovery()));
    }
  }

  /** What was recorded so far. */
  History history() {
    return history.build();
  }

  /** What went wrong on the way and broke nothing. */
  List<String> problems() {
    return problems;
  }

  private Interpreter interpreter(Journal journal) {
    var setup =
        Setup.of(
                trial.workload().connector(),
                cluster.nodes(),
                trial.concurrency(),
                trial.seed(),
                new Recording(journal, history))
            .withNemesis(this::inject);
    return cluster
        .capability(VirtualTime.class)
        .map(time -> Interpreter.inVirtualTime(setup, time))
        .orElseGet(() -> Interpreter.inRealTime(setup));
  }

  /** What happened, on disk and in memory. */
  private record Recording(Journal journal, HistoryBuilder history) implements OpLog {
    @Override
    public void add(Op op) {
      journal.add(op);
      history.add(op);
    }

    @Override
    public void flush() {
      journal.flush();
    }
  }

  private Generator main() {
    return Generators.any(
            trial.workload().generator().onClients(), trial.faults().schedule().onNemesis())
        .timeLimit(trial.time());
  }

  private @Nullable Object inject(Op op) throws Exception {
    if (!op.f().equals(HEAL)) {
      return nemesis.invoke(op, cluster);
    }
    nemesis.heal(cluster);
    return null;
  }

  /** A second healing does nothing, unless the first never came or failed. */
  private void healWhateverHappened() {
    try {
      nemesis.heal(cluster);
    } catch (Exception failure) {
      problems.add("the nemesis could not heal: " + failure);
    }
  }
}
