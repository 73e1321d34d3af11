package dev.ordeal.nemesis;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Clocks;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.SetupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What faults of clocks do to simulated nodes. */
class ClockFaultsTest {
  private static final Fault BACK = Fault.bumpClock(Targets.named("n2"), ofSeconds(-30));

  @TempDir private Path folder;
  private World world;

  @BeforeEach
  void opens() throws IOException {
    world = new World(folder);
  }

  @AfterEach
  void closes() {
    world.close();
  }

  @Test
  void a_bumped_clock_is_off_until_it_is_healed_and_the_others_are_true() throws Exception {
    var nemesis = nemesis(BACK);
    assertThat(World.inject(nemesis, BACK, 0, world.cluster()))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("bit", true)
        .containsEntry("nodes", List.of("n2"))
        .containsEntry("offset", "-30 s")
        .containsEntry(
            "probe",
            "n2's clock is -30.000 s off ours, read by its program's clock port"
                + " (before: +0.000 s)");
    world.pass(ofSeconds(5));
    assertThat(world.wallAhead("n2")).isEqualTo(ofSeconds(-30));
    assertThat(world.wallAhead("n1")).isZero();
    World.takeBack(nemesis, BACK, world.cluster());
    assertThat(world.wallAhead("n2")).isZero();
  }

  @Test
  void a_strobed_clock_goes_to_and_fro_and_is_true_when_it_is_healed() throws Exception {
    var strobe = Fault.strobeClock(Targets.named("n2"), ofSeconds(3), ofMillis(100));
    var nemesis = nemesis(strobe);
    World.inject(nemesis, strobe, 0, world.cluster());
    for (Duration expected : List.of(ofSeconds(3), ZERO, ofSeconds(3), ZERO, ofSeconds(3))) {
      assertThat(world.wallAhead("n2")).isEqualTo(expected);
      world.pass(ofMillis(100));
    }
    world.pass(ofMillis(150));
    assertThat(World.takeBack(nemesis, strobe, world.cluster()))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("bumps", "n2: 4");
    assertThat(world.wallAhead("n2")).isZero();
    world.pass(ofSeconds(1));
    assertThat(world.wallAhead("n2")).isZero();
  }

  @Test
  void a_skewed_clock_gains_and_jumps_back_when_it_is_healed() throws Exception {
    var fast = Fault.skewClock(Targets.named("n2"), 1.5);
    var nemesis = nemesis(fast);
    world.pass(ofSeconds(3));
    assertThat(World.inject(nemesis, fast, 0, world.cluster()))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("bit", true)
        .containsEntry("rate", "1.5");
    assertThat(world.wallAhead("n2")).as("no jump").isZero();
    world.pass(ofSeconds(4));
    assertThat(world.wallAhead("n2")).isEqualTo(ofSeconds(2));
    World.takeBack(nemesis, fast, world.cluster());
    assertThat(world.wallAhead("n2")).isZero();
  }

  @Test
  void faults_of_one_clock_add_up_and_are_healed_alone() throws Exception {
    var ahead = Fault.bumpClock(Targets.named("n2"), ofSeconds(7));
    var nemesis = nemesis(ahead);
    World.inject(nemesis, ahead, "a", world.cluster());
    World.inject(nemesis, ahead, "b", world.cluster());
    assertThat(world.wallAhead("n2")).isEqualTo(ofSeconds(14));
    World.takeBack(nemesis, ahead, "a", world.cluster());
    assertThat(world.wallAhead("n2")).isEqualTo(ofSeconds(7));
    nemesis.heal(world.cluster());
    assertThat(world.wallAhead("n2")).isZero();
  }

  @Test
  void a_clock_stays_wrong_while_its_node_restarts() throws Exception {
    World.inject(nemesis(BACK), BACK, 0, world.cluster());
    var processes = world.cluster().capability(Processes.class).orElseThrow();
    processes.kill(world.node("n2"));
    processes.start(world.node("n2"));
    assertThat(world.wallAhead("n2")).isEqualTo(ofSeconds(-30));
  }

  @Test
  void a_nodes_log_shows_the_skew_that_it_saw() throws Exception {
    var fast = Fault.skewClock(Targets.named("n2"), 1.5);
    var bumps = nemesis(BACK);
    var skews = nemesis(fast);
    World.inject(bumps, BACK, 0, world.cluster());
    bumps.heal(world.cluster());
    World.inject(skews, fast, 0, world.cluster());
    world.pass(ofSeconds(4));
    skews.heal(world.cluster());
    world.close();
    assertThat(Files.readString(folder.resolve("n2.log")))
        .contains("0.000000000 the wall clock jumped by -30.000 s")
        .contains("0.000000000 the wall clock jumped by +30.000 s")
        .contains("0.000000000 the wall clock runs at 1.500 times the true rate")
        .contains("4.000000000 the wall clock jumped by -2.000 s")
        .contains("4.000000000 the wall clock runs at 1.000 times the true rate");
    assertThat(Files.readString(folder.resolve("n1.log"))).doesNotContain("wall clock");
  }

  @Test
  void who_cannot_says_so_before_the_run() {
    assertThatThrownBy(
            () -> nemesis(BACK).requireSupport(Lacking.of(world.cluster(), Clocks.class)))
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("the simulated backend cannot set clocks wrong")
        .hasMessageContaining("withClocks()");
  }

  @Test
  void what_would_do_nothing_is_refused() {
    var one = Targets.one();
    for (Runnable nothing :
        List.<Runnable>of(
            () -> Fault.bumpClock(one, ZERO),
            () -> Fault.strobeClock(one, ZERO, ofSeconds(1)),
            () -> Fault.strobeClock(one, ofSeconds(1), ZERO),
            () -> Fault.skewClock(one, 1),
            () -> Fault.skewClock(one, -1))) {
      assertThatThrownBy(nothing::run).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void each_reads_back_from_its_text() {
    var one = Targets.one();
    for (var fault :
        Map.of(
                BACK,
                "bump-clock n2 \"-30 s\"",
                Fault.bumpClock(one, ofMillis(1500)),
                "bump-clock one 1500 ms",
                Fault.strobeClock(one, ofSeconds(2), ofMillis(50)),
                "strobe-clock one 2 s 50 ms",
                Fault.skewClock(one, 0.5),
                "skew-clock one 0.5")
            .entrySet()) {
      assertThat(fault.getKey().words()).isEqualTo(fault.getValue());
      var plan = fault.getKey().every(ofSeconds(5));
      assertThat(Plan.parse(plan.text())).isEqualTo(plan);
    }
  }

  private static Nemesis nemesis(Fault fault) {
    return fault.every(ofSeconds(5)).nemesis();
  }
}
