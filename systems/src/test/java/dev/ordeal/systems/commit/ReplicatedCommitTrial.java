package dev.ordeal.systems.commit;

import static java.time.Duration.ofSeconds;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two-phase commit with replicated decisions: no single node's stop keeps others in doubt. */
@ExtendWith(OrdealExtension.class)
class ReplicatedCommitTrial {
  private static final String SYSTEM = "2pc-replicated";

  @ParameterizedTest
  @ValueSource(strings = {"bank", "registers", "appends"})
  void simulated(String workload, Trial trial) {
    acquit(trial.on(Clusters.simulated(SYSTEM)), workload);
  }

  @Test
  @Tag("long")
  void processes(Trial trial) {
    acquit(trial.on(Clusters.processes(SYSTEM)), "appends");
  }

  @Test
  @RequiresContainers
  void containers(Trial trial) {
    acquit(trial.on(Clusters.containers(SYSTEM)), "bank");
  }

  /** Others coordinate while the first node is gone, and what needs no shard of it goes on. */
  @Test
  void simulated_without_its_first_node_others_go_on(Trial trial) {
    CommitTrials.withoutCoordinator(trial.on(Clusters.simulated(SYSTEM)), "registers")
        .run()
        .assertValid()
        .recoversWithin(ofSeconds(2))
        .unavailableAtMost(ofSeconds(1))
        .toleratesAtLeast(0.02);
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
