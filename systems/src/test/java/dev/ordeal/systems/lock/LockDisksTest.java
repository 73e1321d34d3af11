package dev.ordeal.systems.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.results.RunStore;
import dev.ordeal.results.run.Outcome;
import dev.ordeal.systems.Clusters;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A lock that writes ahead and syncs outlives losses of power; one that does not sync is caught.
 */
class LockDisksTest {
  private static final String SYSTEM = "lock-fenced";
  private static final int SEEDS = 10;

  @TempDir private Path store;

  private Trial trial(Backend backend, long seed) {
    return Trial.named("disks").on(backend).seed(seed).quiet().store(RunStore.at(store));
  }

  @Test
  void a_lock_that_syncs_before_it_answers_is_acquitted() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      var run = LockTrials.onDisks(trial(Clusters.simulated(SYSTEM), seed)).run();
      assertThat(run.outcome()).as("seed %d\n%s", seed, run.text()).isEqualTo(Outcome.VALID);
    }
  }

  @Test
  void a_lock_that_does_not_sync_is_convicted() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      var run = LockTrials.onDisks(trial(Clusters.simulatedUnsynced(SYSTEM), seed)).run();
      assertThat(run.outcome()).as("seed %d\n%s", seed, run.text()).isEqualTo(Outcome.INVALID);
    }
  }

  @Test
  void a_lock_whose_nodes_end_of_their_disks_is_acquitted() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      var run = LockTrials.onBadDisks(trial(Clusters.simulated(SYSTEM), seed)).run();
      assertThat(run.outcome()).as("seed %d\n%s", seed, run.text()).isEqualTo(Outcome.VALID);
    }
  }
}
