package dev.ordeal.systems.commit;

import static java.time.Duration.ofSeconds;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
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

  /** Each system under each plan; the workloads take turns. */
  static Stream<Arguments> all() {
    var workloads = List.copyOf(CommitTrials.workloads().keySet());
    var plans = List.copyOf(CommitTrials.faults().keySet());
    return Stream.of("2pc-durable", "2pc-replicated")
        .flatMap(
            system ->
                plans.stream()
                    .map(
                        plan ->
                            Arguments.of(
                                system,
                                workloads.get(plans.indexOf(plan) % workloads.size()),
                                plan)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void simulated(String system, String workload, String plan, Trial trial) {
    acquit(Clusters::simulated, system, workload, plan, trial);
  }

  @ParameterizedTest
  @MethodSource("all")
  void processes(String system, String workload, String plan, Trial trial) {
    acquit(Clusters::processes, system, workload, plan, trial);
  }

  @ParameterizedTest
  @MethodSource("all")
  @RequiresContainers
  void containers(String system, String workload, String plan, Trial trial) {
    acquit(Clusters::containers, system, workload, plan, trial);
  }

  private static void acquit(
      Function<String, Backend> world, String system, String workload, String plan, Trial trial) {
    trial
        .on(world.apply(system))
        .workload(CommitTrials.workload(workload))
        .faults(Objects.requireNonNull(CommitTrials.faults().get(plan)))
        .time(ofSeconds(10))
        .run()
        .assertValid();
  }
}
