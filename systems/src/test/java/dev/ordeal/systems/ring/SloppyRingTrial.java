package dev.ordeal.systems.ring;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.harness.junit.RequiresFaketime;
import dev.ordeal.systems.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Any nodes that answer are quorum enough, and the last write by the wall clock wins. */
@ExtendWith(OrdealExtension.class)
class SloppyRingTrial {
  private static final String SYSTEM = "ring-sloppy";

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

  @Test
  void simulated_with_clocks_that_differ(Trial trial) {
    convictOfClocks(trial.on(Clusters.simulated(SYSTEM)));
  }

  @Test
  @RequiresFaketime
  void processes_with_clocks_that_differ(Trial trial) {
    convictOfClocks(trial.on(Clusters.processes(SYSTEM).withClocks()));
  }

  private static void convictOfClocks(Trial trial) {
    RingTrials.clocks(trial).run().assertConvicted("lost-update");
  }

  private static void judge(Trial trial, Backend backend) {
    RingTrials.sloppy(trial.on(RingTrials.changing(backend))).run().assertConvicted("stale-read");
  }
}
