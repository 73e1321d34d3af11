package dev.ordeal.systems.lock;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresFaketime;
import dev.ordeal.systems.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Leases by the wall clock: who sets it forward has two holders; the monotonic twin has one. */
@ExtendWith(OrdealExtension.class)
class WallClockLockTrial {
  private static final String SYSTEM = "lock-wall";

  @Test
  void simulated(Trial trial) {
    convict(trial.on(Clusters.simulated(SYSTEM)));
  }

  @Test
  @RequiresFaketime
  void processes(Trial trial) {
    convict(trial.on(Clusters.processes(SYSTEM).withClocks()));
  }

  @Test
  void its_monotonic_twin_is_acquitted(Trial trial) {
    LockTrials.clocks(trial.on(Clusters.simulated("lock-lease"))).run().assertValid();
  }

  private static void convict(Trial trial) {
    LockTrials.clocks(trial).run().assertConvicted("stale-token-write");
  }
}
