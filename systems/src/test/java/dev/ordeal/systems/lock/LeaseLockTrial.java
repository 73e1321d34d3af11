package dev.ordeal.systems.lock;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A lease without fencing: a holder that sleeps past its lease wakes up and still writes. */
@ExtendWith(OrdealExtension.class)
class LeaseLockTrial {
  private static final String SYSTEM = "lock-lease";

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
    LockTrials.lease(trial).run().assertConvicted("stale-token-write");
  }
}
