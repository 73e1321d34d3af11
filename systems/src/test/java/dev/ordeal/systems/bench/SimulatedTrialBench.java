package dev.ordeal.systems.bench;

import static dev.ordeal.harness.generator.Generators.eachProcess;
import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.sequence;

import dev.ordeal.checkers.lock.LockCheckers;
import dev.ordeal.harness.Run;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.results.RunStore;
import dev.ordeal.results.run.Outcome;
import dev.ordeal.systems.Clusters;
import dev.ordeal.systems.lock.LockTrials;
import dev.ordeal.workloads.Locks;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Measures client operations per second of wall time of whole simulated trials of a lock. */
public final class SimulatedTrialBench {
  private static final int WARM_UPS = 3;
  private static final int ROUNDS = 5;
  private static final String SYSTEM = "lock-fenced";

  /** What one trial took, in nanoseconds; journal and check are what doing them again took. */
  private record Round(long operations, long whole, long busy, long journal, long check) {
    double rate() {
      return operations * 1e9 / whole;
    }

    /** The rate on a machine that does nothing else: by the time that this thread had a core. */
    double undisturbed() {
      return operations * 1e9 / busy;
    }

    long share(long part) {
      return Math.round(100.0 * part / whole);
    }
  }

  private final RunStore store;

  private SimulatedTrialBench(RunStore store) {
    this.store = store;
  }

  /** The argument is the number of operations in each round of the trial without think time. */
  public static void main(String[] arguments) throws IOException {
    int operations = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
    Path root = Files.createTempDirectory("ordeal-bench");
    try {
      var bench = new SimulatedTrialBench(RunStore.at(root));
      for (int clients : new int[] {10, 20}) {
        var busy = bench.busy(operations).concurrency(clients);
        bench.measure("no think time, %d clients".formatted(clients), busy);
      }
      var ordinary = LockTrials.fenced(bench.trial());
      bench.measure("the ordinary trial, under faults", ordinary);
    } finally {
      delete(root);
    }
  }

  private Trial trial() {
    return Trial.named("bench").on(Clusters.simulated(SYSTEM)).store(store).seed(1).quiet();
  }

  /** Whoever gets the lock reads, writes and lets go; nobody waits between two operations. */
  private Trial busy(int operations) {
    Workload locks = Locks.fenced(Clusters.CLIENT);
    Generator turns = eachProcess(turn().repeat()).limit(operations);
    return trial()
        .workload(
            new Workload(
                "lock",
                locks.connector(),
                turns,
                eachProcess(turn()),
                locks.checkerName(),
                locks.checker()))
        .time(Duration.ofHours(1));
  }

  private static Generator turn() {
    Generator acquire = invoke("acquire").repeat().untilOk();
    return acquire.whenOk(
        held -> sequence(invoke("read"), write(held), invoke("release", held.value())));
  }

  private static Generator write(Op held) {
    Object token = ((Map<?, ?>) Objects.requireNonNull(held.value())).get("token");
    return invoke("write", Map.of("token", token, "value", token));
  }

  private void measure(String what, Trial trial) {
    var rounds = new ArrayList<Round>();
    for (int i = 0; i < WARM_UPS + ROUNDS; i++) {
      rounds.add(round(trial));
    }
    var measured = rounds.subList(WARM_UPS, rounds.size());
    measured.sort(Comparator.comparing(Round::rate));
    Round median = measured.get(ROUNDS / 2);
    System.out.printf(
        "%-34s %,9d ops %6.2f s %,9.0f ops/s (worst %,.0f, best %,.0f; %,.0f undisturbed);"
            + " simulate %d%%, journal %d%%, check %d%%%n",
        what,
        median.operations(),
        median.whole() / 1e9,
        median.rate(),
        measured.get(0).rate(),
        measured.get(ROUNDS - 1).rate(),
        median.undisturbed(),
        100 - median.share(median.journal()) - median.share(median.check()),
        median.share(median.journal()),
        median.share(median.check()));
  }

  private Round round(Trial trial) {
    var threads = ManagementFactory.getThreadMXBean();
    long busyBefore = threads.getCurrentThreadCpuTime();
    long begin = System.nanoTime();
    Run run = trial.run();
    long whole = System.nanoTime() - begin;
    long busy = threads.getCurrentThreadCpuTime() - busyBefore;
    if (run.outcome() != Outcome.VALID) {
      throw new IllegalStateException(run.text());
    }
    History history = run.history();
    long operations =
        IntStream.range(0, history.size())
            .filter(at -> history.type(at) == Op.Type.INVOKE && history.process(at) != Op.NEMESIS)
            .count();
    return new Round(operations, whole, busy, journal(history), check(history));
  }

  private long journal(History history) {
    List<Op> ops = history.stream().toList();
    long begin = System.nanoTime();
    try (var journal = store.create("again", Instant.now()).journal()) {
      ops.forEach(journal::append);
    }
    return System.nanoTime() - begin;
  }

  private static long check(History history) {
    long begin = System.nanoTime();
    LockCheckers.fenced().check(history);
    return System.nanoTime() - begin;
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
