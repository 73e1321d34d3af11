package dev.ordeal.systems.ring;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Registers on a ring stay linearizable, whatever happens to its nodes, links and members. */
@ExtendWith(OrdealExtension.class)
class AtomicRingTrial {
  private static final String SYSTEM = "ring-atomic";

  @Test
  void simulated(Trial trial) {
    judge(trial, RingTrials.changingMeanwhile(Clusters.simulated(SYSTEM)));
  }

  @Test
  void processes(Trial trial) {
    judge(trial, RingTrials.changing(Clusters.processes(SYSTEM)));
  }

  @Test
  @RequiresContainers
  void containers(Trial trial) {
    judge(trial, RingTrials.changing(Clusters.containers(SYSTEM)));
  }

  @Test
  void simulated_with_members_that_change_behind_the_back_of_others(Trial trial) {
    var ring = Clusters.simulated(SYSTEM, RingTrials.SELDOM_GOSSIP);
    RingTrials.comings(trial.on(RingTrials.changingMeanwhile(ring))).run().assertValid();
  }

  @Test
  void simulated_with_proposers_that_learn_late_what_became_of_it(Trial trial) {
    RingTrials.retries(trial.on(Clusters.simulated(SYSTEM))).run().assertValid();
  }

  @Test
  void simulated_on_disks_that_lose_power(Trial trial) {
    RingTrials.onDisks(trial.on(Clusters.simulated(SYSTEM))).run().assertValid();
  }

  @Test
  void simulated_without_syncs_on_disks_that_lose_power(Trial trial) {
    RingTrials.onDisks(trial.on(Clusters.simulatedUnsynced(SYSTEM)))
        .run()
        .assertConvicted("lost-write");
  }

  private static void judge(Trial trial, Backend backend) {
    RingTrials.atomic(trial.on(backend)).run().assertValid();
  }
}
