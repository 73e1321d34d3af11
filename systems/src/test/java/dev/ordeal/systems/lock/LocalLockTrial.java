package dev.ordeal.systems.lock;

import static java.time.Duration.ofSeconds;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import dev.ordeal.workloads.Locks;
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
    trial
        .workload(Locks.exclusive(Clusters.CLIENT))
        .time(ofSeconds(3))
        .recovery(ofSeconds(3))
        .run()
        .assertConvicted("mutual-exclusion");
  }
}
