package dev.ordeal.systems.commit;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sound kinds of two-phase commit, under each fault by itself and all together. */
@Tag("long")
@ExtendWith(OrdealExtension.class)
class SoundCommitLongTrial {

  /** Each system under each plan. */
  static Stream<Arguments> all() {
    return CommitTrials.SOUND.stream()
        .flatMap(
            system ->
                CommitTrials.faults().keySet().stream().map(plan -> Arguments.of(system, plan)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void simulated(String system, String plan, Trial trial) {
    acquit(trial.on(Clusters.simulated(system)), plan);
  }

  @ParameterizedTest
  @MethodSource("all")
  void processes(String system, String plan, Trial trial) {
    acquit(trial.on(Clusters.processes(system)), plan);
  }

  @ParameterizedTest
  @MethodSource("all")
  @RequiresContainers
  void containers(String system, String plan, Trial trial) {
    acquit(trial.on(Clusters.containers(system)), plan);
  }

  private static void acquit(Trial trial, String plan) {
    CommitTrials.alone(trial, plan).run().assertValid();
  }
}
