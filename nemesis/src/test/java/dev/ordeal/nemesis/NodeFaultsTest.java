package dev.ordeal.nemesis;

import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.partition;
import static dev.ordeal.nemesis.Fault.pause;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Leadership;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.history.Op;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What crashes and pauses do to the nodes of a cluster, and what healing does about it. */
class NodeFaultsTest {
  private static final Set<String> EVERYBODY = new TreeSet<>(World.NAMES);

  @TempDir private Path folder;
  private World world;

  @BeforeEach
  void opens() throws IOException {
    world = new World(folder);
    world.elect("n3");
  }

  @AfterEach
  void closes() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({"one,1", "minority,2", "majority,3", "all,5", "leader,1", "'n2,n5',2"})
  void a_crash_kills_whom_it_names_and_a_restart_starts_them(String word, int count)
      throws Exception {
    var fault = kill(Targets.of(word));
    var nemesis = nemesis(fault);
    for (long draw = 0; draw < 10; draw++) {
      var hit = nodes(World.inject(nemesis, fault, draw, world.cluster()));
      assertThat(hit).as("draw %d", draw).hasSize(count);
      assertThat(world.alive()).as("draw %d", draw).isEqualTo(without(hit));
      assertThat(world.answering()).as("draw %d", draw).isEqualTo(without(hit));
      assertThat(nodes(World.takeBack(nemesis, fault, world.cluster()))).isEqualTo(hit);
      assertThat(world.answering()).as("draw %d, restarted", draw).isEqualTo(EVERYBODY);
    }
  }

  @ParameterizedTest
  @CsvSource({"one,1", "minority,2", "majority,3", "all,5", "leader,1", "'n2,n5',2"})
  void a_pause_silences_whom_it_names_and_a_resume_lets_them_go_on(String word, int count)
      throws Exception {
    var fault = pause(Targets.of(word));
    var nemesis = nemesis(fault);
    for (long draw = 0; draw < 10; draw++) {
      var hit = nodes(World.inject(nemesis, fault, draw, world.cluster()));
      assertThat(hit).as("draw %d", draw).hasSize(count);
      assertThat(world.alive()).as("a paused process exists").isEqualTo(EVERYBODY);
      assertThat(world.answering()).as("draw %d", draw).isEqualTo(without(hit));
      assertThat(nodes(World.takeBack(nemesis, fault, world.cluster()))).isEqualTo(hit);
      assertThat(world.answering()).as("draw %d, resumed", draw).isEqualTo(EVERYBODY);
    }
  }

  @Test
  void other_draws_hit_others() throws Exception {
    var fault = kill(Targets.one());
    var nemesis = nemesis(fault);
    var hit = new HashSet<String>();
    for (long draw = 0; draw < 50; draw++) {
      hit.addAll(nodes(World.inject(nemesis, fault, draw, world.cluster())));
      nemesis.heal(world.cluster());
    }
    assertThat(hit).isEqualTo(EVERYBODY);
  }

  @Test
  void the_leader_is_whoever_leads_then() throws Exception {
    var fault = pause(Targets.leader());
    var nemesis = nemesis(fault);
    assertThat(nodes(World.inject(nemesis, fault, 0, world.cluster()))).containsExactly("n3");
    world.elect("n1");
    assertThat(nodes(World.inject(nemesis, fault, 0, world.cluster()))).containsExactly("n1");
    assertThat(nodes(World.takeBack(nemesis, fault, world.cluster()))).containsExactly("n1", "n3");
  }

  @Test
  void a_leader_that_there_is_not_is_recorded_as_failed() throws Exception {
    world.elect("nobody");
    var fault = pause(Targets.leader());
    assertThat(World.inject(nemesis(fault), fault, 0, world.cluster()))
        .isEqualTo(Map.of("nodes", List.of(), "failed", "nobody to pause: leader"));
    assertThat(world.answering()).isEqualTo(EVERYBODY);
  }

  @Test
  void what_hit_nobody_at_first_and_came_again_under_its_name_is_healed_by_it() throws Exception {
    world.elect("nobody");
    var fault = pause(Targets.leader());
    var nemesis = nemesis(fault);
    assertThat(nodes(World.inject(nemesis, fault, "#1", world.cluster()))).isEmpty();
    world.elect("n3");
    assertThat(nodes(World.inject(nemesis, fault, "#1", world.cluster()))).containsExactly("n3");
    assertThat(nodes(World.takeBack(nemesis, fault, "#1", world.cluster()))).containsExactly("n3");
    assertThat(world.answering()).isEqualTo(EVERYBODY);
  }

  @Test
  void those_who_are_dead_are_not_killed_again() throws Exception {
    var fault = kill(Targets.named("n1", "n2"));
    var nemesis = nemesis(fault);
    world.cluster().capability(Processes.class).orElseThrow().kill(world.node("n1"));
    assertThat(nodes(World.inject(nemesis, fault, 0, world.cluster()))).containsExactly("n2");
    assertThat(World.inject(nemesis, fault, 0, world.cluster()))
        .isEqualTo(Map.of("nodes", List.of(), "failed", "nobody to kill: n1,n2"));
  }

  @Test
  void a_node_that_is_killed_while_it_is_paused_comes_back() throws Exception {
    var pause = pause(Targets.named("n4"));
    var kill = kill(Targets.named("n4"));
    var nemesis = nemesis(pause, kill);
    World.inject(nemesis, pause, 0, world.cluster());
    World.inject(nemesis, kill, 0, world.cluster());
    assertThat(world.alive()).doesNotContain("n4");
    nemesis.heal(world.cluster());
    assertThat(world.answering()).isEqualTo(EVERYBODY);
  }

  @Test
  void healing_tries_everything_though_one_part_fails_and_tries_that_again() throws Exception {
    var kill = kill(Targets.named("n1", "n2", "n3"));
    var pause = pause(Targets.named("n5"));
    var cut = partition(Shape.HALVES);
    var nemesis = nemesis(kill, pause, cut);
    var unwilling = new HashSet<>(Set.of("n1", "n2"));
    var stubborn = withProcesses(new Stubborn(world.cluster(), unwilling));
    for (Fault fault : List.of(cut, pause, kill)) {
      World.inject(nemesis, fault, 0, stubborn);
    }
    assertThatThrownBy(() -> nemesis.heal(stubborn))
        .hasMessage("n2 does not start")
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed())
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .isEqualTo("n1 does not start"));
    assertThat(world.answering()).containsExactly("n3", "n4", "n5");
    unwilling.clear();
    nemesis.heal(stubborn);
    assertThat(world.answering()).isEqualTo(EVERYBODY);
    assertThat(world.heard()).isEqualTo(World.links());
  }

  @Test
  void a_fault_that_the_backend_cannot_inject_is_a_setup_failure_that_names_both() {
    assertRefused(
        partition(Shape.BRIDGE),
        Lacking.of(world.cluster(), Network.class),
        "the simulated backend cannot cut links");
    assertRefused(
        kill(Targets.one()),
        Lacking.of(world.cluster(), Processes.class),
        "the simulated backend cannot kill nodes");
    assertRefused(
        pause(Targets.one()),
        Lacking.of(world.cluster(), Processes.class),
        "the simulated backend cannot pause nodes");
    assertRefused(
        pause(Targets.leader()),
        Lacking.of(world.cluster(), Leadership.class),
        "nobody told the simulated backend how to find it: add .leader(...)");
  }

  @Test
  void a_node_that_there_is_not_is_a_setup_failure_that_names_it() {
    assertRefused(
        kill(Targets.named("n2", "n9")),
        world.cluster(),
        "a fault is aimed at node n9, but the nodes are [n1, n2, n3, n4, n5]");
  }

  @Test
  void what_a_plan_needs_not_is_not_asked_for() {
    nemesis(kill(Targets.one())).requireSupport(Lacking.of(world.cluster(), Network.class));
    nemesis(partition(Shape.BRIDGE)).requireSupport(Lacking.of(world.cluster(), Processes.class));
    Plan.calm().nemesis().requireSupport(Lacking.of(world.cluster(), Processes.class));
  }

  @Test
  void a_nemesis_answers_to_the_functions_of_its_faults_alone() {
    var nemesis = nemesis(kill(Targets.one()), partition(Shape.HALVES));
    assertThat(nemesis.fs())
        .containsExactlyInAnyOrder("kill", "restart", "partition", "heal-partition");
    assertThatThrownBy(() -> nemesis.invoke(Op.invoke("pause"), world.cluster()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no fault answers to pause");
  }

  private void assertRefused(Fault fault, Cluster cluster, String sentence) {
    assertThatThrownBy(() -> nemesis(fault).requireSupport(cluster))
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining(sentence);
  }

  private static Nemesis nemesis(Fault... faults) {
    var plans = new Plan[faults.length];
    for (int i = 0; i < faults.length; i++) {
      plans[i] = faults[i].every(ofSeconds(5));
    }
    return Plan.together(plans).nemesis();
  }

  private static Set<String> nodes(Object done) {
    var nodes = new TreeSet<String>();
    assertThat(done).isInstanceOf(Map.class);
    ((List<?>) ((Map<?, ?>) done).get("nodes")).forEach(name -> nodes.add((String) name));
    return nodes;
  }

  private static Set<String> without(Set<String> names) {
    var others = new TreeSet<>(EVERYBODY);
    others.removeAll(names);
    return others;
  }

  private Cluster withProcesses(Processes processes) {
    return new Lacking(world.cluster(), Map.of(Processes.class, Optional.of(processes)));
  }

  /** Processes some of which do not start. */
  private record Stubborn(Cluster cluster, Set<String> names) implements Processes {
    private Processes real() {
      return cluster.capability(Processes.class).orElseThrow();
    }

    @Override
    public void kill(Node node) {
      real().kill(node);
    }

    @Override
    public void start(Node node) {
      if (names.contains(node.name())) {
        throw new IllegalStateException(node.name() + " does not start");
      }
      real().start(node);
    }

    @Override
    public void pause(Node node) {
      real().pause(node);
    }

    @Override
    public void resume(Node node) {
      real().resume(node);
    }

    @Override
    public boolean alive(Node node) {
      return real().alive(node);
    }
  }
}
