package dev.ordeal.systems.lock;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A replicated lock with fencing tokens keeps its promise under all of it at once. */
@ExtendWith(OrdealExtension.class)
class FencedLockTrial {
  private static final String SYSTEM = "lock-fenced";

  @Test
  void simulated(Trial trial) {
    acquit(trial.on(Clusters.simulated(SYSTEM)));
  }

  @Test
  void processes(Trial trial) {
    acquit(trial.on(Clusters.processes(SYSTEM)));
  }

  @Test
  @RequiresContainers
  void containers(Trial trial) {
    acquit(trial.on(Clusters.containers(SYSTEM)));
  }

  private static void acquit(Trial trial) {
    LockTrials.fenced(trial).run().assertValid();
  }
}
