package dev.ordeal.systems.commit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two-phase commit with one coordinator that keeps a log: it blocks rather than guesses. */
@ExtendWith(OrdealExtension.class)
class DurableCommitTrial {
  private static final String SYSTEM = "2pc-durable";

  @ParameterizedTest
  @ValueSource(strings = {"bank", "registers", "appends"})
  void simulated(String workload, Trial trial) {
    acquit(trial.on(Clusters.simulated(SYSTEM)), workload);
  }

  @Test
  void processes(Trial trial) {
    acquit(trial.on(Clusters.processes(SYSTEM)), "bank");
  }

  @Test
  @Tag("long")
  @RequiresContainers
  void containers(Trial trial) {
    acquit(trial.on(Clusters.containers(SYSTEM)), "appends");
  }

  /** That it blocks is what it promises; it comes back when its coordinator does. */
  @Test
  void simulated_without_its_coordinator_nothing_is_committed_until_it_is_back(Trial trial) {
    var run =
        CommitTrials.withoutCoordinator(trial.on(Clusters.simulated(SYSTEM)), "bank")
            .run()
            .assertValid()
            .recoversWithin(ofSeconds(2));
    var kills = Objects.requireNonNull(run.recovery().kinds().get("kill"));
    assertThat(kills.longest().orElseThrow().length()).isGreaterThan(ofMillis(1500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bank", "registers", "appends"})
  void simulated_on_disks_that_lose_power(String workload, Trial trial) {
    CommitTrials.onDisks(trial.on(Clusters.simulatedUnreliable(SYSTEM)), workload)
        .run()
        .assertValid();
  }

  @ParameterizedTest
  @ValueSource(strings = {"registers", "appends"})
  void simulated_far_apart(String workload, Trial trial) {
    CommitTrials.farApart(trial.on(Clusters.simulatedUnreliable(SYSTEM)), workload)
        .run()
        .assertValid();
  }

  private static void acquit(Trial trial, String workload) {
    CommitTrials.sound(trial, workload).run().assertValid();
  }
}
