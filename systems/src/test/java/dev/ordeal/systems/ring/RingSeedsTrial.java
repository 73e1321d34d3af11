package dev.ordeal.systems.ring;

import dev.ordeal.harness.Seeds;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.nemesis.Plan;
import dev.ordeal.systems.Clusters;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rings, whatever the seed: {@code mvn verify -Ptrials -Dordeal.seeds=200}. */
@Tag("long")
@ExtendWith(OrdealExtension.class)
class RingSeedsTrial {
  private static final double NEARLY_ALWAYS = 0.95;

  @Test
  void simulated_flawed_rings_are_convicted(Trial trial) {
    convict(trial, Clusters::simulated);
    var clocks = RingTrials.clocks(trial.on(Clusters.simulated("ring-sloppy")));
    Seeds.asked().convict(clocks, "lost-update", NEARLY_ALWAYS);
  }

  @Test
  void the_simulated_sound_ring_is_acquitted(Trial trial) {
    Backend ring = Clusters.simulated("ring-atomic");
    acquit(trial, ring, RingTrials.changingMeanwhile(ring));
    Backend seldom = Clusters.simulated("ring-atomic", RingTrials.SELDOM_GOSSIP);
    var comings = RingTrials.comings(trial.on(RingTrials.changingMeanwhile(seldom)));
    Seeds.asked().acquit(comings);
    Seeds.asked().acquit(RingTrials.retries(trial.on(ring)));
  }

  @Test
  void the_simulated_sound_ring_is_acquitted_under_each_fault_alone(Trial trial) {
    for (Plan plan : RingTrials.aloneWhereAllCanBe()) {
      var ring = RingTrials.changing(Clusters.simulated("ring-atomic"));
      Seeds.asked().acquit(RingTrials.atomic(trial.on(ring), plan));
    }
  }

  @Test
  void flawed_rings_on_processes_are_convicted(Trial trial) {
    convict(trial, Clusters::processes);
  }

  @Test
  void the_sound_ring_on_processes_is_acquitted(Trial trial) {
    Backend ring = Clusters.processes("ring-atomic");
    acquit(trial, ring, RingTrials.changing(ring));
  }

  @Test
  void the_sound_ring_on_processes_is_acquitted_under_each_fault_alone(Trial trial) {
    for (Plan plan : RingTrials.alone()) {
      var ring = RingTrials.changing(Clusters.processes("ring-atomic"));
      Seeds.asked().acquit(RingTrials.atomic(trial.on(ring), plan));
    }
  }

  @Test
  @RequiresContainers
  void the_sound_ring_in_containers_is_acquitted(Trial trial) {
    Backend ring = Clusters.containers("ring-atomic");
    acquit(trial, ring, RingTrials.changing(ring));
  }

  private static void convict(Trial trial, Function<String, Backend> world) {
    var modulo = RingTrials.changing(world.apply("ring-modulo"));
    Seeds.asked().convict(RingTrials.modulo(trial.on(modulo)), "lost-write", NEARLY_ALWAYS);
    var sloppy = RingTrials.sloppy(trial.on(world.apply("ring-sloppy")));
    Seeds.asked().convict(sloppy, "stale-read", NEARLY_ALWAYS);
    var naive = RingTrials.longWays(trial.on(world.apply("ring-quorum-naive")));
    Seeds.asked().convict(naive, "stale-read", NEARLY_ALWAYS);
  }

  private static void acquit(Trial trial, Backend ring, Backend changing) {
    Seeds.asked().acquit(RingTrials.atomic(trial.on(changing)));
    Seeds.asked().acquit(RingTrials.longWays(trial.on(ring)));
  }
}
