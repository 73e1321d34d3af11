package dev.ordeal.nemesis;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.Probes.Answer;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each fault of nodes does to real ones: seen to bite, and gone when healed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RealFaults {
  @TempDir private static Path folder;
  private Cluster cluster;

  abstract Backend backend();

  /** Faults that this backend has beside those that all have. */
  abstract List<Fault> more();

  @BeforeAll
  void opens() throws IOException {
    var logs = Files.createDirectories(folder.resolve("logs"));
    cluster = backend().open(new Site(7, logs, folder.resolve("data")));
  }

  @AfterAll
  void closes() {
    if (cluster != null) {
      cluster.close();
    }
  }

  Cluster cluster() {
    return cluster;
  }

  Stream<Fault> faults() {
    var one = Targets.named("n2");
    return Stream.concat(
        Stream.of(
            Fault.kill(one),
            Fault.pause(one),
            Fault.stop(one),
            Fault.bounce(one),
            Fault.crashLoop(one),
            Fault.rollingRestart(Targets.named("n1", "n2")),
            Fault.powerLoss(),
            Fault.starveCpu(one, 0.05),
            Fault.stall(one, ofSeconds(2)),
            Fault.exhaustHeap(one)),
        more().stream());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void each_is_seen_to_bite_and_is_gone_when_it_is_healed(Fault fault) throws Exception {
    var nemesis = nemesis(fault);
    nemesis.requireSupport(cluster);
    try {
      assertThat(World.inject(nemesis, fault, 0, cluster))
          .as(fault.words())
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .doesNotContainKey("failed")
          .containsEntry("bit", true);
    } finally {
      nemesis.heal(cluster);
    }
    var processes = cluster.capability(Processes.class).orElseThrow();
    assertThat(cluster.nodes()).allMatch(processes::alive);
    Awaitility.await(fault.words()).atMost(ofSeconds(60)).until(this::allAnswer);
  }

  private boolean allAnswer() {
    var probes = cluster.capability(Probes.class).orElseThrow();
    return cluster.nodes().stream().allMatch(node -> probes.node(node).answer() == Answer.ANSWERED);
  }

  static Nemesis nemesis(Fault fault) {
    return fault.every(ofSeconds(5)).nemesis();
  }

  Node node(int number) {
    return cluster.nodes().get(number - 1);
  }
}
