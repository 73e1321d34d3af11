package dev.ordeal.nemesis;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.cluster.Clocks;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.processes.JavaCommand;
import dev.ordeal.harness.cluster.processes.ProcessBackend;
import dev.ordeal.harness.junit.RequiresFaketime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What faults of clocks do to real processes that do not tell their own: a helper reads them. */
@RequiresFaketime
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealClockFaultsTest {
  private static final Targets ONE = Targets.named("n2");

  @TempDir private static Path folder;
  private Cluster cluster;

  @BeforeAll
  void opens() throws IOException {
    cluster = backend().withClocks().open(site("with"));
  }

  @AfterAll
  void closes() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Site site(String name) throws IOException {
    var logs = Files.createDirectories(folder.resolve(name));
    return new Site(7, logs, folder.resolve(name + "-data"));
  }

  private static ProcessBackend backend() {
    return ProcessBackend.of(
        2, JavaCommand.of(EchoNode.class).arguments(place -> List.of(place.listen().toString())));
  }

  static Stream<Fault> faults() {
    return Stream.of(
        Fault.bumpClock(ONE, ofSeconds(-30)),
        Fault.bumpClock(ONE, ofSeconds(3600)),
        Fault.strobeClock(ONE, ofSeconds(20), ofMillis(20)),
        Fault.skewClock(ONE, 5),
        Fault.skewClock(ONE, 0.2));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void each_is_seen_to_bite_and_is_gone_when_it_is_healed(Fault fault) throws Exception {
    var nemesis = fault.every(ofSeconds(5)).nemesis();
    nemesis.requireSupport(cluster);
    try {
      assertThat(World.inject(nemesis, fault, 0, cluster))
          .as(fault.words())
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .containsEntry("bit", true)
          .satisfies(
              told ->
                  assertThat(((Map<?, ?>) told).get("probe").toString())
                      .startsWith("n2's clock ")
                      .contains("read by a helper under the same library (date)"));
    } finally {
      nemesis.heal(cluster);
    }
    var clocks = cluster.capability(Clocks.class).orElseThrow();
    for (var node : cluster.nodes()) {
      assertThat(clocks.skew(node).orElseThrow().skew().abs()).isLessThan(ofSeconds(1));
    }
  }

  @Test
  void a_backend_that_was_not_told_to_says_so_before_the_run() throws IOException {
    Duration period = ofSeconds(5);
    try (var plain = backend().open(site("without"))) {
      assertThatThrownBy(
              () -> Fault.skewClock(ONE, 2).every(period).nemesis().requireSupport(plain))
          .isInstanceOf(SetupFailure.class)
          .hasMessageContaining("the processes backend cannot set clocks wrong")
          .hasMessageContaining("give it withClocks()");
    }
  }
}
