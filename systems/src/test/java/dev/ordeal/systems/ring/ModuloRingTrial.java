package dev.ordeal.systems.ring;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The hash modulo the number of nodes: who leaves takes keys along, and nearly all others move. */
@ExtendWith(OrdealExtension.class)
class ModuloRingTrial {
  private static final String SYSTEM = "ring-modulo";

  @Test
  void simulated(Trial trial) {
    convict(trial, Clusters.simulated(SYSTEM));
  }

  @Test
  void processes(Trial trial) {
    convict(trial, Clusters.processes(SYSTEM));
  }

  @Test
  @RequiresContainers
  void containers(Trial trial) {
    RingTrials.moduloWithoutLoss(trial.on(RingTrials.changing(Clusters.containers(SYSTEM))))
        .run()
        .assertConvicted("keys-moved")
        .assertConvicted("stale-read");
  }

  private static void convict(Trial trial, Backend backend) {
    RingTrials.modulo(trial.on(RingTrials.changing(backend)))
        .run()
        .assertConvicted("lost-write")
        .assertConvicted("keys-moved");
  }
}
