package dev.ordeal.systems.commit;

import dev.ordeal.harness.Seeds;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two-phase commit, whatever the seed: {@code mvn verify -Ptrials -Dordeal.seeds=200}. */
@Tag("long")
@ExtendWith(OrdealExtension.class)
class CommitSeedsTrial {
  private static final double NEARLY_ALWAYS = 0.95;

  @Test
  void simulated_flawed_kinds_are_convicted(Trial trial) {
    convict(trial, Clusters::simulated);
  }

  @Test
  void simulated_sound_kinds_are_acquitted(Trial trial) {
    acquit(trial, Clusters::simulated);
  }

  @Test
  void simulated_sound_kinds_are_acquitted_under_each_fault_alone(Trial trial) {
    acquitUnderEachFault(trial, Clusters::simulated);
  }

  @Test
  void simulated_sound_kinds_are_acquitted_on_disks_that_lose_power(Trial trial) {
    acquitEach(
        CommitTrials.workloads().keySet(),
        (system, workload) ->
            CommitTrials.onDisks(trial.on(Clusters.simulatedUnreliable(system)), workload));
  }

  @Test
  void simulated_sound_kinds_are_acquitted_far_apart(Trial trial) {
    acquitEach(
        List.of("registers", "appends"),
        (system, workload) ->
            CommitTrials.farApart(trial.on(Clusters.simulatedUnreliable(system)), workload));
  }

  @Test
  void flawed_kinds_on_processes_are_convicted(Trial trial) {
    convict(trial, Clusters::processes);
  }

  @Test
  void sound_kinds_on_processes_are_acquitted(Trial trial) {
    acquit(trial, Clusters::processes);
  }

  @Test
  void sound_kinds_on_processes_are_acquitted_under_each_fault_alone(Trial trial) {
    acquitUnderEachFault(trial, Clusters::processes);
  }

  @Test
  @RequiresContainers
  void flawed_kinds_in_containers_are_convicted(Trial trial) {
    convict(trial, Clusters::containers);
  }

  @Test
  @RequiresContainers
  void sound_kinds_in_containers_are_acquitted(Trial trial) {
    acquit(trial, Clusters::containers);
  }

  private static void convict(Trial trial, Function<String, Backend> world) {
    var forgetful = CommitTrials.forgetful(trial.on(world.apply("2pc-forgetful")));
    Seeds.asked().convict(forgetful, "fractured-commit", NEARLY_ALWAYS);
    var impatient = CommitTrials.impatient(trial.on(world.apply("2pc-impatient")));
    Seeds.asked().convict(impatient, "fractured-commit", NEARLY_ALWAYS);
    var unlocked = CommitTrials.unlocked(trial.on(world.apply("2pc-unlocked")));
    Seeds.asked().convict(unlocked, "lost-update", NEARLY_ALWAYS);
  }

  private static void acquit(Trial trial, Function<String, Backend> world) {
    acquitEach(
        CommitTrials.workloads().keySet(),
        (system, workload) -> CommitTrials.sound(trial.on(world.apply(system)), workload));
  }

  private static void acquitUnderEachFault(Trial trial, Function<String, Backend> world) {
    acquitEach(
        CommitTrials.faults().keySet(),
        (system, plan) -> CommitTrials.alone(trial.on(world.apply(system)), plan));
  }

  /** Each sound kind, each time with something else. */
  private static void acquitEach(
      Collection<String> with, BiFunction<String, String, Trial> trialOf) {
    for (String system : CommitTrials.SOUND) {
      for (String one : with) {
        Seeds.asked().acquit(trialOf.apply(system, one));
      }
    }
  }
}
