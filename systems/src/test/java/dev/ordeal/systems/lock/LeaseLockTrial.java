package dev.ordeal.systems.lock;

import static dev.ordeal.nemesis.Fault.pause;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.nemesis.Targets;
import dev.ordeal.systems.Clusters;
import dev.ordeal.workloads.Locks;
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
    trial
        .workload(Locks.fenced(Clusters.CLIENT))
        .faults(pause(Targets.leader()).every(ofMillis(1600)).lasting(ofMillis(1000)))
        .time(ofSeconds(12))
        .run()
        .assertConvicted("stale-token-write");
  }
}
