package dev.ordeal.systems.lock;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A mutex per node is no distributed lock: convicted with no fault at all. */
@ExtendWith(OrdealExtension.class)
class LocalLockTrial {
  private static final String SYSTEM = "lock-local";

  @Test
  void simulated(Trial trial) {
    convict(trial.on(Clusters.simulated(SYSTEM)));
  }

  @Test
  void processes(Trial trial) {
    convict(trial.on(Clusters.processes(SYSTEM)));
  }

  @Test
  @RequiresContainers
  void containers(Trial trial) {
    convict(trial.on(Clusters.containers(SYSTEM)));
  }

  private static void convict(Trial trial) {
    LockTrials.local(trial).run().assertConvicted("mutual-exclusion");
  }
}
