package dev.ordeal.nemesis;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Pressure;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.SetupFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it means for simulated nodes to be starved, and who says that they cannot be. */
class StarvationTest {
  private static final Set<String> EVERYBODY = new TreeSet<>(World.NAMES);
  private static final Fault STARVE = Fault.starveCpu(Targets.named("n2"), 0.001);

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
  void a_starved_node_is_late_until_it_is_healed() throws Exception {
    var nemesis = nemesis(STARVE);
    assertThat(World.inject(nemesis, STARVE, 0, world.cluster()))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("bit", true)
        .containsEntry("share", "0.001");
    assertThat(world.answering()).as("within 200 ms").containsExactly("n1", "n3", "n4", "n5");
    World.takeBack(nemesis, STARVE, world.cluster());
    world.pass(ofSeconds(5));
    assertThat(world.answering()).isEqualTo(EVERYBODY);
  }

  @Test
  void a_starved_node_handles_one_event_after_the_other() throws Exception {
    var fault = Fault.starveCpu(Targets.named("n2"), 0.01);
    World.inject(nemesis(fault), fault, 0, world.cluster());
    world.tell("n1", "n2", 30);
    world.pass(ofSeconds(1));
    assertThat(world.received("n2")).as("of 30, each of 100 ms").isBetween(8, 10);
    world.pass(ofSeconds(3));
    assertThat(world.received("n2")).isEqualTo(30);
  }

  @Test
  void a_starved_node_that_is_paused_or_killed_comes_back() throws Exception {
    var nemesis = nemesis(STARVE);
    World.inject(nemesis, STARVE, 0, world.cluster());
    var processes = world.cluster().capability(Processes.class).orElseThrow();
    world.tell("n1", "n2", 3);
    processes.pause(world.node("n2"));
    world.pass(ofMillis(10));
    processes.kill(world.node("n2"));
    processes.start(world.node("n2"));
    nemesis.heal(world.cluster());
    assertThat(world.answering()).isEqualTo(EVERYBODY);
  }

  @Test
  void pressure_that_does_nothing_is_seen_not_to_bite() throws Exception {
    var idle = new Lacking(world.cluster(), Map.of(Pressure.class, Optional.of(new Idle())));
    for (Fault fault :
        new Fault[] {
          STARVE, Fault.starveMemory(Targets.one(), 1), Fault.starveFiles(Targets.one(), 0)
        }) {
      assertThat(World.inject(nemesis(fault), fault, 0, idle))
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .containsEntry("bit", false);
    }
  }

  @Test
  void what_simulated_nodes_cannot_be_starved_of_is_said_before_the_run() {
    var memory = nemesis(Fault.starveMemory(Targets.one(), 1));
    assertThatThrownBy(() -> memory.requireSupport(world.cluster()))
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("the simulated backend cannot starve nodes of memory");
    var files = nemesis(Fault.starveFiles(Targets.one(), 1));
    assertThatThrownBy(() -> files.requireSupport(world.cluster()))
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("the simulated backend cannot starve nodes of file descriptors");
    assertThatThrownBy(
            () -> nemesis(STARVE).requireSupport(Lacking.of(world.cluster(), Pressure.class)))
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("the simulated backend cannot starve nodes of processor time");
  }

  @Test
  void what_nobody_can_be_left_with_is_refused() {
    assertThatThrownBy(() -> Fault.starveCpu(Targets.one(), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Fault.starveFiles(Targets.one(), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Nemesis nemesis(Fault fault) {
    return fault.every(ofSeconds(5)).nemesis();
  }

  private static final class Idle implements Pressure {
    @Override
    public Optional<String> obstacle(Resource resource, Node node) {
      return Optional.empty();
    }

    @Override
    public Pressed press(Node node, Resource resource, double left) {
      return () -> {};
    }

    @Override
    public Optional<Reading> read(Node node, Resource resource) {
      return Optional.of(new Reading(1, Long.MAX_VALUE, 0));
    }
  }
}
