package dev.ordeal.systems.lock;

import dev.ordeal.harness.Seeds;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The locks, whatever the seed: {@code mvn verify -Ptrials -Dordeal.seeds=200}. */
@Tag("long")
@ExtendWith(OrdealExtension.class)
class LockSeedsTrial {
  private static final double NEARLY_ALWAYS = 0.95;

  @Test
  void simulated_flawed_locks_are_convicted(Trial trial) {
    convict(trial, Clusters::simulated);
  }

  @Test
  void simulated_sound_locks_are_acquitted(Trial trial) {
    Seeds.asked().acquit(LockTrials.fenced(trial.on(Clusters.simulated("lock-fenced"))));
  }

  @Test
  void flawed_locks_on_processes_are_convicted(Trial trial) {
    convict(trial, Clusters::processes);
  }

  @Test
  void sound_locks_on_processes_are_acquitted(Trial trial) {
    Seeds.asked().acquit(LockTrials.fenced(trial.on(Clusters.processes("lock-fenced"))));
  }

  @Test
  @RequiresContainers
  void flawed_locks_in_containers_are_convicted(Trial trial) {
    convict(trial, Clusters::containers);
  }

  @Test
  @RequiresContainers
  void sound_locks_in_containers_are_acquitted(Trial trial) {
    Seeds.asked().acquit(LockTrials.fenced(trial.on(Clusters.containers("lock-fenced"))));
  }

  private static void convict(Trial trial, Function<String, Backend> world) {
    var local = LockTrials.local(trial.on(world.apply("lock-local")));
    Seeds.asked().convict(local, "mutual-exclusion", NEARLY_ALWAYS);
    var lease = LockTrials.lease(trial.on(world.apply("lock-lease")));
    Seeds.asked().convict(lease, "stale-token-write", NEARLY_ALWAYS);
  }
}
