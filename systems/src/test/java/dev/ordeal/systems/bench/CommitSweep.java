package dev.ordeal.systems.bench;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.harness.Run;
import dev.ordeal.harness.Trial;
import dev.ordeal.results.RunStore;
import dev.ordeal.results.run.Outcome;
import dev.ordeal.systems.Clusters;
import dev.ordeal.systems.commit.CommitTrials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Runs a kind of two-phase commit with one seed after the other, and tells what came of it. */
public final class CommitSweep {

  private CommitSweep() {}

  /**
   * Arguments: the system; {@code simulated}, {@code processes} or {@code containers}; the trial
   * ({@code own}, or a workload and a plan of {@link CommitTrials}: {@code bank/mixed}); the first
   * seed; how many. Prints outcomes, anomalies and times, and the text of the first of each
   * outcome.
   */
  public static void main(String[] arguments) throws IOException {
    String system = arguments[0];
    long first = Long.parseLong(arguments[3]);
    int count = Integer.parseInt(arguments[4]);
    var store = RunStore.at(Files.createTempDirectory(Path.of("/tmp"), "commit-sweep"));
    Map<String, Integer> counts = new TreeMap<>();
    for (long seed = first; seed < first + count; seed++) {
      long begin = System.nanoTime();
      var named = Trial.named(system).store(store).seed(seed).quiet();
      var backend =
          switch (arguments[1]) {
            case "simulated" -> Clusters.simulated(system);
            case "processes" -> Clusters.processes(system);
            default -> Clusters.containers(system);
          };
      String what = arguments[2].equals("spread") ? spread(seed) : arguments[2];
      Run run = trial(named.on(backend), system, what).run();
      List<String> names =
          run.verdict().anomalies().stream().map(Anomaly::name).distinct().sorted().toList();
      String outcome = run.outcome() + " " + names;
      if (counts.merge(outcome, 1, Integer::sum) == 1 || run.outcome() == Outcome.INCONCLUSIVE) {
        System.out.println("seed " + seed + "\n" + run.text());
      }
      System.out.printf(
          "seed %d, %s: %s in %d ms, %s%n",
          seed,
          what,
          outcome,
          Duration.ofNanos(System.nanoTime() - begin).toMillis(),
          figures(run));
      System.out.flush();
    }
    System.out.println(system + " " + arguments[1] + " " + arguments[2] + ": " + counts);
  }

  private static String spread(long seed) {
    var workloads = List.copyOf(CommitTrials.workloads().keySet());
    var plans = List.copyOf(CommitTrials.faults().keySet());
    String workload = workloads.get((int) (seed % workloads.size()));
    int plan = (int) (seed / workloads.size() % (plans.size() + 1));
    return plan == plans.size() ? workload : workload + "/" + plans.get(plan);
  }

  private static String figures(Run run) {
    return run.verdict().parts().entrySet().stream()
        .map(part -> part.getKey() + " " + part.getValue().stats().get("steps"))
        .collect(Collectors.joining(", "));
  }

  private static Trial trial(Trial trial, String system, String what) {
    String[] parts = what.split("/");
    if (parts.length == 2) {
      return trial
          .workload(CommitTrials.workload(parts[0]))
          .faults(CommitTrials.faults().get(parts[1]))
          .time(Duration.ofSeconds(10));
    }
    return switch (system + " " + what) {
      case "2pc-forgetful own" -> CommitTrials.forgetful(trial);
      case "2pc-impatient own" -> CommitTrials.impatient(trial);
      case "2pc-unlocked own" -> CommitTrials.unlocked(trial);
      default -> CommitTrials.sound(trial, what);
    };
  }
}
