package dev.ordeal.systems.lock;

import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.partition;
import static dev.ordeal.nemesis.Fault.pause;
import static dev.ordeal.nemesis.Targets.leader;
import static dev.ordeal.nemesis.Targets.minority;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.nemesis.Plan;
import dev.ordeal.nemesis.Shape;
import dev.ordeal.systems.Clusters;
import dev.ordeal.workloads.Locks;
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
    trial
        .workload(Locks.fenced(Clusters.CLIENT))
        .faults(
            Plan.together(
                pause(leader()).every(ofMillis(4000)).lasting(ofMillis(1200)),
                partition(Shape.RANDOM_HALVES).every(ofMillis(5000)).lasting(ofMillis(2000)),
                kill(minority()).every(ofMillis(6000)).lasting(ofMillis(2000))))
        .time(ofSeconds(20))
        .run()
        .assertValid();
  }
}
