package dev.ordeal.harness;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Deaths;
import dev.ordeal.harness.cluster.Node;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Drives clients and the nemesis through the phases of a trial, and records what they saw: work
 * under faults, heal, the end.
 */
final class Driver {
  /** How long a broken trial waits for the nemesis to be free to heal. */
  private static final Duration HEALING = Duration.ofSeconds(5);

  private final Trial trial;
  private final RunFolder folder;
  private final Cluster cluster;
  private final Nemesis nemesis;
  private final HistoryBuilder history = History.builder();
  private final List<String> problems = new ArrayList<>();
  private @Nullable Journal journal;
  private @Nullable Interpreter used;
  private @Nullable HangGuard guard;
  private volatile Bounded.@Nullable Hang hang;

  Driver(Trial trial, Nemesis nemesis, RunFolder folder, Cluster cluster) {
    this.trial = trial;
    this.folder = folder;
    this.cluster = cluster;
    this.nemesis = nemesis;
  }

  void drive() throws InterruptedException {
    nemesis.requireSupport(cluster);
    try (Journal opened = journal = folder.journal();
        Interpreter interpreter = used = interpreter(opened);
        var line = ProgressLine.of(trial, interpreter::progress)) {
      if (!trial.isQuiet()) {
        line.start();
      }
      try {
        phases(interpreter);
      } catch (Throwable broken) {
        healAfter(broken, interpreter);
        throw broken;
      }
    }
  }

  private void phases(Interpreter interpreter) throws InterruptedException {
    try (var hangs = HangGuard.over(trial.patience(), interpreter::progress)) {
      if (cluster.capability(VirtualTime.class).isPresent()) {
        guard = hangs;
        hangs.start();
      }
      try {
        nemesis.connect(interpreter.signals());
        // Heals before it waits for what is open: a fault must not outlast the time of the trial.
        interpreter.run(Generators.sequence(main(), Healing.whole()));
        requireHealed();
        interpreter.run(trial.workload().finalGenerator().onClients().timeLimit(trial.recovery()));
      } catch (InterruptedException interrupt) {
        throw hangs.explained(interrupt);
      }
    }
  }

  /**
   * What was recorded so far; of a journal that broke, what is in it, since nothing else is kept.
   */
  History history() {
    var whole = history.build();
    var kept = journal;
    return kept == null || kept.written() >= whole.size()
        ? whole
        : History.of(whole.stream().limit(kept.written()).toList());
  }

  /** What went wrong on the way and broke nothing. */
  List<String> problems() {
    var all = new ArrayList<>(problems);
    if (used != null) {
      all.addAll(used.problems());
    }
    return all;
  }

  private Interpreter interpreter(Journal journal) {
    var setup =
        Setup.of(
                trial.workload().connector(),
                cluster.nodes(),
                trial.concurrency(),
                trial.seed(),
                new Recording(journal, history, this::checkProgress))
            .withNemesis(this::inject);
    return cluster
        .capability(VirtualTime.class)
        .map(time -> Interpreter.inVirtualTime(setup, time))
        .orElseGet(() -> Interpreter.inRealTime(setup));
  }

  /** What happened, on disk and in memory. */
  private record Recording(Journal journal, HistoryBuilder history, Runnable check)
      implements OpLog {
    @Override
    public void add(Op op) {
      check.run();
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
            trial.workload().generator().onClients(), schedule().onNemesisHearingAll())
        .timeLimit(trial.time());
  }

  private Generator schedule() {
    return trial.faults().schedule(cluster.nodes().stream().map(Node::name).toList());
  }

  private void checkProgress() {
    if (guard != null) {
      guard.check();
    }
  }

  private @Nullable Object inject(Op op) throws Exception {
    if (!op.f().equals(Healing.HEAL)) {
      var what = "the nemesis's " + op.f();
      return Bounded.interruptibly(what, trial.patience(), () -> nemesis.invoke(op, cluster));
    }
    return heal();
  }

  /** One that hangs is not asked again: its thread may hold what the next would wait for. */
  private @Nullable Object heal() throws Exception {
    if (hang != null) {
      throw hang;
    }
    try {
      var told = new AtomicReference<@Nullable Object>();
      Bounded.undisturbed(
          "the healing", trial.patience(), () -> told.set(nemesis.healAndTell(cluster)));
      return told.get();
    } catch (Bounded.Hang hangs) {
      hang = hangs;
      throw hangs;
    }
  }

  /**
   * Heals once more, which does nothing unless the first healing failed.
   *
   * @throws IllegalStateException if it cannot, or if the cluster itself broke: what clients see
   *     under a fault that should be gone says nothing of the system
   */
  private void requireHealed() {
    try {
      heal();
    } catch (Exception failure) {
      throw new IllegalStateException("the nemesis could not heal: " + failure, failure);
    }
    cluster
        .capability(Deaths.class)
        .flatMap(Deaths::broken)
        .ifPresent(
            what -> {
              throw new IllegalStateException(what);
            });
  }

  /**
   * Heals, whatever happened, and marks it in the history if that can be: what clients had not yet
   * done when the trial broke must not look like the end that it did not come to.
   */
  private void healAfter(Throwable broken, Interpreter interpreter) {
    // A trial that stands still would stand still in that as well.
    if (guard == null || !guard.hasFired()) {
      try {
        interpreter.run(Healing.whole().timeLimit(HEALING));
      } catch (Throwable again) {
        if (again != broken) {
          broken.addSuppressed(again);
        }
      }
    }
    try {
      heal();
    } catch (Throwable failure) {
      problems.add("the nemesis could not heal: " + failure);
    }
  }
}
