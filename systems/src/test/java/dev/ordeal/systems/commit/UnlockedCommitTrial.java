package dev.ordeal.systems.commit;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Locks that are given back before the decision let two transactions read the same. */
@ExtendWith(OrdealExtension.class)
class UnlockedCommitTrial {
  private static final String SYSTEM = "2pc-unlocked";

  @Test
  void simulated(Trial trial) {
    convict(trial.on(Clusters.simulated(SYSTEM)));
  }

  @Test
  void processes(Trial trial) {
    convict(trial.on(Clusters.processes(SYSTEM)));
  }

  @Test
  @Tag("long")
  @RequiresContainers
  void containers(Trial trial) {
    convict(trial.on(Clusters.containers(SYSTEM)));
  }

  private static void convict(Trial trial) {
    CommitTrials.unlocked(trial).run().assertConvicted("lost-update");
  }
}
