package dev.ordeal.nemesis;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Jvms;
import dev.ordeal.harness.cluster.Node;
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

/** What a stall does to simulated nodes, and who says that it cannot be. */
class StallTest {
  private static final Set<String> EVERYBODY = new TreeSet<>(World.NAMES);
  private static final Fault STALL = Fault.stall(Targets.named("n2"), ofSeconds(3));

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
  void a_stalled_node_is_silent_and_goes_on_by_itself() throws Exception {
    assertThat(World.inject(nemesis(STALL), STALL, 0, world.cluster()))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("bit", true)
        .containsEntry("for", "3000 ms");
    assertThat(world.alive()).isEqualTo(EVERYBODY);
    assertThat(world.answering()).containsExactly("n1", "n3", "n4", "n5");
    world.pass(ofSeconds(3));
    assertThat(world.answering()).isEqualTo(EVERYBODY);
  }

  @Test
  void healing_ends_a_stall_before_its_time() throws Exception {
    var nemesis = nemesis(STALL);
    World.inject(nemesis, STALL, 0, world.cluster());
    world.pass(ofMillis(10));
    World.takeBack(nemesis, STALL, world.cluster());
    assertThat(world.answering()).isEqualTo(EVERYBODY);
  }

  @Test
  void a_stall_and_a_pause_do_not_end_each_other() throws Exception {
    var nemesis = nemesis(STALL);
    var processes = world.cluster().capability(Processes.class).orElseThrow();
    World.inject(nemesis, STALL, 0, world.cluster());
    processes.pause(world.node("n2"));
    processes.resume(world.node("n2"));
    assertThat(world.answering()).as("still stalled").doesNotContain("n2");
    processes.pause(world.node("n2"));
    nemesis.heal(world.cluster());
    assertThat(world.answering()).as("still paused").doesNotContain("n2");
    processes.resume(world.node("n2"));
    assertThat(world.answering()).isEqualTo(EVERYBODY);
  }

  @Test
  void a_stalled_node_that_is_killed_starts_without_it() throws Exception {
    var nemesis = nemesis(STALL);
    var processes = world.cluster().capability(Processes.class).orElseThrow();
    World.inject(nemesis, STALL, 0, world.cluster());
    processes.kill(world.node("n2"));
    processes.start(world.node("n2"));
    assertThat(world.answering()).isEqualTo(EVERYBODY);
    nemesis.heal(world.cluster());
  }

  @Test
  void what_does_nothing_is_seen_not_to_bite() throws Exception {
    var idle = new Lacking(world.cluster(), Map.of(Jvms.class, Optional.of(new Idle())));
    for (Fault fault : new Fault[] {STALL, Fault.exhaustHeap(Targets.named("n2"))}) {
      assertThat(World.inject(nemesis(fault), fault, 0, idle))
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .containsEntry("bit", false);
    }
  }

  @Test
  void who_cannot_says_so_before_the_run() {
    assertThatThrownBy(
            () -> nemesis(Fault.exhaustHeap(Targets.one())).requireSupport(world.cluster()))
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("the simulated backend cannot exhaust the heaps of nodes");
    assertThatThrownBy(() -> nemesis(STALL).requireSupport(Lacking.of(world.cluster(), Jvms.class)))
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("the simulated backend cannot stall nodes");
  }

  private static Nemesis nemesis(Fault fault) {
    return fault.every(ofSeconds(5)).nemesis();
  }

  private static final class Idle implements Jvms {
    @Override
    public Optional<String> obstacle(Deed deed, Node node) {
      return Optional.empty();
    }

    @Override
    public Held stall(Node node) {
      return () -> "";
    }

    @Override
    public Held exhaustHeap(Node node) {
      return () -> "";
    }

    @Override
    public Optional<Heap> heap(Node node) {
      return Optional.of(new Heap(1, 100));
    }
  }
}
