package dev.ordeal.systems.commit;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A participant that aborts on its own after a yes is without what the others have. */
@ExtendWith(OrdealExtension.class)
class ImpatientCommitTrial {
  private static final String SYSTEM = "2pc-impatient";

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
    CommitTrials.impatient(trial).run().assertConvicted("fractured-commit");
  }
}
