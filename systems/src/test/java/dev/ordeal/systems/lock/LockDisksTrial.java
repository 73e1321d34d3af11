package dev.ordeal.systems.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.disks.FuseSupport;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.systems.Clusters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same on real processes, whose data lie on disks that really lose what was not synced. */
@ExtendWith(OrdealExtension.class)
class LockDisksTrial {
  private static final String SYSTEM = "lock-fenced";

  @BeforeEach
  void needsDisks() {
    var problem = FuseSupport.problem();
    if ("required".equals(System.getProperty("ordeal.containers"))) {
      assertThat(problem).as("what keeps this machine from mounting").isEmpty();
    }
    assumeTrue(problem.isEmpty(), () -> "skipped: " + problem.orElseThrow());
  }

  @Test
  void a_lock_that_syncs_before_it_answers_is_acquitted(Trial trial) {
    LockTrials.onDisks(trial.on(Clusters.processes(SYSTEM).withDisks())).run().assertValid();
  }

  @Test
  void a_lock_that_does_not_sync_is_convicted(Trial trial) {
    LockTrials.onDisks(trial.on(Clusters.processesUnsynced(SYSTEM).withDisks()))
        .run()
        .assertConvicted("token-not-growing");
  }

  @Test
  void a_lock_whose_nodes_end_of_their_disks_is_acquitted(Trial trial) {
    LockTrials.onBadDisks(trial.on(Clusters.processes(SYSTEM).withDisks())).run().assertValid();
  }
}
