package dev.ordeal.systems.bench;

import dev.ordeal.harness.HarnessFailure;
import dev.ordeal.harness.Run;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.results.RunStore;
import dev.ordeal.results.run.Outcome;
import dev.ordeal.systems.Clusters;
import dev.ordeal.systems.lock.LockTrials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Runs a lock's trial in one world with one seed after the other, and tells which surprise. */
public final class SeedSweep {
  private static final Map<String, UnaryOperator<Trial>> TRIALS =
      Map.of(
          "lock-local", LockTrials::local,
          "lock-lease", LockTrials::lease,
          "lock-fenced", LockTrials::fenced);

  private static final Map<String, Function<String, Backend>> WORLDS =
      Map.of(
          "simulated", Clusters::simulated,
          "processes", Clusters::processes,
          "containers", Clusters::containers);

  private final String system;
  private final Backend backend;
  private final Outcome expected;
  private final RunStore store;
  private final Map<String, Integer> counts = new TreeMap<>();
  private int surprises;

  private SeedSweep(String system, String world, Path root) {
    this.system = system;
    this.backend = WORLDS.get(world).apply(system);
    this.expected = system.equals("lock-fenced") ? Outcome.VALID : Outcome.INVALID;
    this.store = RunStore.at(root);
  }

  /**
   * Arguments: the system, the world, the first seed, how many seeds. The exit code is 1 if one of
   * them came to what is not expected of the system; its run is kept, and the others are deleted.
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 4
        || !TRIALS.containsKey(arguments[0])
        || !WORLDS.containsKey(arguments[1])) {
      System.err.println(
          "arguments: SYSTEM WORLD FIRST-SEED COUNT; systems: "
              + TRIALS.keySet()
              + "; worlds: "
              + WORLDS.keySet());
      System.exit(2);
    }
    long first = Long.parseLong(arguments[2]);
    int count = Integer.parseInt(arguments[3]);
    Path root = Files.createTempDirectory("ordeal-sweep");
    var sweep = new SeedSweep(arguments[0], arguments[1], root);
    long begin = System.nanoTime();
    for (long seed = first; seed < first + count; seed++) {
      sweep.run(seed);
    }
    System.out.printf(
        "%s on %s, seeds %d to %d: %s in %d s%n",
        arguments[0],
        arguments[1],
        first,
        first + count - 1,
        sweep.counts,
        Duration.ofNanos(System.nanoTime() - begin).toSeconds());
    if (sweep.surprises == 0) {
      delete(root);
    }
    System.exit(sweep.surprises == 0 ? 0 : 1);
  }

  private void run(long seed) throws IOException {
    var trial = Trial.named(system).on(backend).store(store).seed(seed).quiet();
    try {
      Run run = TRIALS.get(system).apply(trial).run();
      count(run.outcome().name());
      if (run.outcome() == expected) {
        delete(run.directory());
      } else {
        surprise(seed, run.text());
      }
    } catch (HarnessFailure | SetupFailure failure) {
      count(failure.getClass().getSimpleName());
      surprise(seed, failure.toString());
    }
  }

  private void count(String outcome) {
    counts.merge(outcome, 1, Integer::sum);
  }

  private void surprise(long seed, String what) {
    surprises++;
    System.out.println("seed " + seed + ": expected " + expected + ", but\n" + what + "\n");
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
