package dev.ordeal.nemesis;

import static dev.ordeal.nemesis.Fault.failSync;
import static dev.ordeal.nemesis.Fault.flipBytes;
import static dev.ordeal.nemesis.Fault.fullDisk;
import static dev.ordeal.nemesis.Fault.powerLoss;
import static dev.ordeal.nemesis.Fault.slowSync;
import static dev.ordeal.nemesis.Fault.tornWrite;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Disks;
import dev.ordeal.harness.cluster.SetupFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the faults of disks do, when they are known to have bitten, and what healing does. */
class DiskFaultsTest {
  private static final Targets N1 = Targets.named("n1");

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

  private static Nemesis nemesis(Fault fault) {
    return fault.every(ofSeconds(5)).nemesis();
  }

  private static MapAssert<Object, Object> assertTold(Object value) {
    return assertThat(value)
        .asInstanceOf(InstanceOfAssertFactories.map(Object.class, Object.class));
  }

  @Test
  void a_power_loss_takes_what_was_not_synced_and_says_so() throws Exception {
    var fault = powerLoss(N1);
    var nemesis = nemesis(fault);
    world.write("n1", false);
    var done = World.inject(nemesis, fault, 0, world.cluster());
    assertTold(done).containsEntry("bit", true);
    assertThat(((Map<?, ?>) done).get("probe").toString())
        .startsWith("n1 has no process")
        .containsPattern("the disk of n1 lost 1 write \\(\\d+ bytes\\) and 0 names");
    World.takeBack(nemesis, fault, world.cluster());
    assertThat(world.read("n1")).isEqualTo(0L);
  }

  @Test
  void a_power_loss_that_had_nothing_to_take_bites_and_says_so() throws Exception {
    var fault = powerLoss(N1);
    var nemesis = nemesis(fault);
    world.write("n1", true);
    var done = World.inject(nemesis, fault, 0, world.cluster());
    assertTold(done).containsEntry("bit", true);
    assertThat(((Map<?, ?>) done).get("probe").toString())
        .endsWith("the disk of n1 had nothing unsynced to lose");
    World.takeBack(nemesis, fault, world.cluster());
    assertThat(world.read("n1")).isEqualTo(1L);
  }

  @ParameterizedTest
  @CsvSource({"false, true", "true, false"})
  void a_torn_write_bites_if_there_was_something_to_tear(boolean synced, boolean bites)
      throws Exception {
    var fault = tornWrite(N1);
    var nemesis = nemesis(fault);
    world.write("n1", synced);
    assertTold(World.inject(nemesis, fault, 0, world.cluster())).containsEntry("bit", bites);
    assertThat(world.alive()).doesNotContain("n1");
    World.takeBack(nemesis, fault, world.cluster());
    assertThat(world.alive()).contains("n1");
  }

  static List<Fault> late() {
    return List.of(fullDisk(N1), slowSync(N1, ofMillis(300)), failSync(N1), flipBytes(N1, 1));
  }

  @ParameterizedTest
  @MethodSource("late")
  void a_disk_that_nobody_asks_does_not_bite(Fault fault) throws Exception {
    var nemesis = nemesis(fault);
    world.write("n1", true);
    assertTold(World.inject(nemesis, fault, "a", world.cluster()))
        .containsEntry("bit", false)
        .containsEntry("probe", "what it does to them is seen when it is healed");
    assertTold(World.takeBack(nemesis, fault, "a", world.cluster()))
        .containsEntry("nodes", List.of("n1"))
        .containsEntry("bit", false);
  }

  @ParameterizedTest
  @MethodSource("late")
  void a_disk_that_is_asked_bites_and_is_as_before_when_it_is_healed(Fault fault) throws Exception {
    var nemesis = nemesis(fault);
    world.write("n1", true);
    World.inject(nemesis, fault, "a", world.cluster());
    world.read("n1");
    world.write("n1", true);
    var told = World.takeBack(nemesis, fault, "a", world.cluster());
    assertTold(told).containsEntry("bit", true);
    assertThat(((Map<?, ?>) told).get("probe").toString())
        .matches("the disk of n1 (refused|slowed|failed|gave) [a-z ]+: 1");
    assertThat(world.alive()).hasSize(World.NAMES.size());
    world.pass(ofSeconds(1));
    int synced = world.received("n1");
    world.write("n1", true);
    assertThat(world.received("n1")).isEqualTo(synced + 1);
    assertThat(world.read("n1")).isEqualTo(1L);
  }

  @ParameterizedTest
  @MethodSource("late")
  void what_only_the_last_healing_takes_back_is_looked_at_then(Fault fault) throws Exception {
    var nemesis = nemesis(fault);
    world.write("n1", true);
    World.inject(nemesis, fault, "a", world.cluster());
    world.read("n1");
    world.write("n1", true);
    assertTold(nemesis.healAndTell(world.cluster()))
        .extractingByKey("healed", InstanceOfAssertFactories.list(Map.class))
        .singleElement(InstanceOfAssertFactories.map(Object.class, Object.class))
        .containsEntry("id", "a")
        .containsEntry("bit", true);
    World.inject(nemesis, fault, "b", world.cluster());
    assertTold(nemesis.healAndTell(world.cluster()))
        .extractingByKey("healed", InstanceOfAssertFactories.list(Map.class))
        .singleElement(InstanceOfAssertFactories.map(Object.class, Object.class))
        .containsEntry("f", fault.inject())
        .containsEntry("id", "b")
        .containsEntry("bit", false);
    assertThat(nemesis.healAndTell(world.cluster())).as("there is nothing left").isNull();
    assertThat(world.alive()).hasSize(World.NAMES.size());
  }

  @ParameterizedTest
  @CsvSource({"full", "failing"})
  void a_node_that_ended_of_its_disk_is_started_when_it_is_healed(String disk) throws Exception {
    var fault = disk.equals("full") ? fullDisk(N1) : failSync(N1);
    var nemesis = nemesis(fault);
    World.inject(nemesis, fault, "a", world.cluster());
    world.write("n1", true);
    assertThat(world.alive()).doesNotContain("n1");
    World.takeBack(nemesis, fault, "a", world.cluster());
    assertThat(world.alive()).contains("n1");
  }

  @Test
  void of_two_injections_on_one_disk_the_one_that_is_left_holds() throws Exception {
    var fault = slowSync(N1, ofMillis(300));
    var nemesis = nemesis(fault);
    World.inject(nemesis, fault, "a", world.cluster());
    World.inject(nemesis, slowSync(N1, ofMillis(600)), "b", world.cluster());
    World.takeBack(nemesis, fault, "b", world.cluster());
    world.write("n1", true);
    world.pass(ofMillis(150));
    assertThat(world.received("n1")).as("300 ms are not over").isZero();
    world.pass(ofMillis(100));
    assertThat(world.received("n1")).as("600 ms are not asked for any more").isEqualTo(1);
    assertTold(World.takeBack(nemesis, fault, "a", world.cluster())).containsEntry("bit", true);
    world.write("n1", true);
    assertThat(world.received("n1")).isEqualTo(2);
  }

  @Test
  void flipped_bytes_that_a_node_reads_when_it_starts_have_bitten() throws Exception {
    var fault = flipBytes(N1, 1);
    var nemesis = nemesis(fault);
    world.write("n1", true);
    World.inject(nemesis, fault, "a", world.cluster());
    assertThat(world.read("n1")).isNotEqualTo(1L);
    assertTold(World.takeBack(nemesis, fault, "a", world.cluster())).containsEntry("bit", true);
    assertThat(world.read("n1")).isEqualTo(1L);
  }

  @Test
  void where_there_are_no_disks_with_faults_the_cure_is_told() {
    var without = Lacking.of(world.cluster(), Disks.class);
    for (var fault : List.of(tornWrite(N1), fullDisk(N1), failSync(N1), flipBytes(N1, 1))) {
      assertThatThrownBy(() -> nemesis(fault).requireSupport(without))
          .isInstanceOf(SetupFailure.class)
          .hasMessageStartingWith("the simulated backend cannot ")
          .hasMessageEndingWith("since it lacks the capability Disks; build it with withDisks()");
    }
  }

  @Test
  void a_power_loss_without_disks_is_a_kill_of_all() throws Exception {
    var without = Lacking.of(world.cluster(), Disks.class);
    var fault = powerLoss();
    var nemesis = nemesis(fault);
    nemesis.requireSupport(without);
    assertTold(World.inject(nemesis, fault, 0, without)).containsEntry("bit", true);
    assertThat(world.alive()).isEmpty();
    nemesis.heal(without);
  }
}
