package dev.ordeal.systems.ring;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Quorums that overlap are not enough: a read that is answered must be written back first. */
@ExtendWith(OrdealExtension.class)
class NaiveQuorumRingTrial {
  private static final String SYSTEM = "ring-quorum-naive";

  @Test
  void simulated(Trial trial) {
    judge(trial, Clusters.simulated(SYSTEM));
  }

  @Test
  void processes(Trial trial) {
    judge(trial, Clusters.processes(SYSTEM));
  }

  @Test
  @RequiresContainers
  void containers(Trial trial) {
    judge(trial, Clusters.containers(SYSTEM));
  }

  private static void judge(Trial trial, Backend backend) {
    RingTrials.naive(trial.on(RingTrials.changing(backend))).run().assertConvicted("stale-read");
  }
}
