package dev.ordeal.systems.lock;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.Trial;
import dev.ordeal.results.RunStore;
import dev.ordeal.results.report.RecoveryText;
import dev.ordeal.results.run.Outcome;
import dev.ordeal.systems.Clusters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence that is asked for must be there where a sound system meets faults that bite. */
class HealthyTrial {
  private static final int TRIALS = Integer.getInteger("ordeal.healthy", 50);

  @TempDir private Path store;

  @Test
  void no_trial_of_a_sound_system_under_all_its_faults_is_inconclusive() {
    System.out.printf("healthy trials: seeds 1 to %d%n", TRIALS);
    var firstOks = new TreeMap<String, List<Duration>>();
    for (long seed = 1; seed <= TRIALS; seed++) {
      var trial = Trial.named("healthy").on(Clusters.simulated("lock-fenced")).seed(seed).quiet();
      var run = LockTrials.fenced(trial.store(RunStore.at(store))).time(ofSeconds(12)).run();
      assertThat(run.outcome()).as("seed %d\n%s", seed, run.text()).isEqualTo(Outcome.VALID);
      for (var fault : run.recovery().faults()) {
        fault
            .firstOk()
            .ifPresent(
                back ->
                    firstOks
                        .computeIfAbsent(fault.kind(), any -> new ArrayList<>())
                        .add(back.after()));
      }
    }
    firstOks.forEach(HealthyTrial::print);
  }

  private static void print(String kind, List<Duration> firstOks) {
    firstOks.sort(Duration::compareTo);
    System.out.printf(
        "%s: %d healings, first ok after %s (median), %s (worst)%n",
        kind,
        firstOks.size(),
        RecoveryText.words(firstOks.get(firstOks.size() / 2)),
        RecoveryText.words(firstOks.get(firstOks.size() - 1)));
  }
}
