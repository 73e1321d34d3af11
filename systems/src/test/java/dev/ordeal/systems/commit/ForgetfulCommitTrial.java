package dev.ordeal.systems.commit;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A coordinator without a log that is killed between two phases leaves half a transaction. */
@ExtendWith(OrdealExtension.class)
class ForgetfulCommitTrial {
  private static final String SYSTEM = "2pc-forgetful";

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
    CommitTrials.forgetful(trial).run().assertConvicted("fractured-commit");
  }
}
