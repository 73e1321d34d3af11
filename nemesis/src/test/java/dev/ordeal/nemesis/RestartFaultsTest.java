package dev.ordeal.nemesis;

import static dev.ordeal.nemesis.Fault.bounce;
import static dev.ordeal.nemesis.Fault.crashLoop;
import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.powerLoss;
import static dev.ordeal.nemesis.Fault.rollingRestart;
import static dev.ordeal.nemesis.Fault.stop;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the faults that end nodes and start them again do, and what healing does about it. */
class RestartFaultsTest {
  private static final Set<String> EVERYBODY = new TreeSet<>(World.NAMES);

  @TempDir private Path folder;
  private World world;

  @BeforeEach
  void opens() throws IOException {
    world = new World(folder.resolve("first"));
  }

  @AfterEach
  void closes() {
    world.close();
  }

  static List<Fault> faults() {
    var targets = Targets.named("n2", "n4");
    return List.of(
        kill(targets),
        stop(targets),
        bounce(targets),
        crashLoop(targets),
        rollingRestart(targets),
        powerLoss(targets));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void each_is_seen_to_bite_and_leaves_everybody_answering_when_healed(Fault fault)
      throws Exception {
    var nemesis = nemesis(fault);
    assertBit(World.inject(nemesis, fault, 0, world.cluster()));
    world.pass(ofMillis(130));
    nemesis.heal(world.cluster());
    assertThat(world.answering()).isEqualTo(EVERYBODY);
    int starts = world.starts("n2");
    world.pass(ofSeconds(10));
    assertThat(world.starts("n2")).as("nothing goes on").isEqualTo(starts);
    assertThat(world.alive()).isEqualTo(EVERYBODY);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_kill_that_does_nothing_is_seen_not_to_bite(Fault fault) throws Exception {
    var idle = new Lacking(world.cluster(), Map.of(Processes.class, Optional.of(new Idle())));
    var nemesis = nemesis(fault);
    assertThat(World.inject(nemesis, fault, 0, idle))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("bit", false);
    nemesis.heal(idle);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void the_same_seed_gives_the_same_logs(Fault fault) throws Exception {
    play(fault, world);
    try (var again = new World(folder.resolve("second"))) {
      play(fault, again);
    }
    for (String name : World.NAMES) {
      assertThat(Files.readString(folder.resolve("second").resolve(name + ".log")))
          .isEqualTo(Files.readString(folder.resolve("first").resolve(name + ".log")));
    }
  }

  private static void play(Fault fault, World world) throws Exception {
    var nemesis = nemesis(fault);
    World.inject(nemesis, fault, 3, world.cluster());
    world.pass(ofSeconds(1));
    World.takeBack(nemesis, fault, world.cluster());
    world.pass(ofSeconds(1));
    world.close();
  }

  @Test
  void a_stopped_node_stays_down_until_it_is_healed() throws Exception {
    var fault = stop(Targets.named("n1"));
    var nemesis = nemesis(fault);
    World.inject(nemesis, fault, 0, world.cluster());
    assertThat(world.answering()).containsExactly("n2", "n3", "n4", "n5");
    assertThat(World.takeBack(nemesis, fault, world.cluster()))
        .isEqualTo(Map.of("nodes", List.of("n1")));
    assertThat(world.answering()).isEqualTo(EVERYBODY);
  }

  @Test
  void a_bounced_node_comes_back_by_itself() throws Exception {
    var fault = bounce(Targets.all());
    World.inject(nemesis(fault), fault, 0, world.cluster());
    assertThat(world.alive()).isEmpty();
    world.pass(ofMillis(1));
    assertThat(world.answering()).isEqualTo(EVERYBODY);
    assertThat(world.starts("n1")).isEqualTo(2);
  }

  @Test
  void a_crash_loop_goes_on_until_it_is_healed_and_tells_how_often() throws Exception {
    var fault = crashLoop(Targets.named("n3"));
    var nemesis = nemesis(fault);
    World.inject(nemesis, fault, 0, world.cluster());
    world.pass(ofSeconds(2));
    int starts = world.starts("n3");
    assertThat(starts).isGreaterThan(10);
    assertThat(World.takeBack(nemesis, fault, world.cluster()))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .hasEntrySatisfying("crashes", told -> assertThat(told.toString()).startsWith("n3: "));
    assertThat(world.answering()).isEqualTo(EVERYBODY);
  }

  @Test
  void a_rolling_restart_has_at_most_one_node_down_and_restarts_each_once() throws Exception {
    var fault = rollingRestart(Targets.all());
    var nemesis = nemesis(fault);
    World.inject(nemesis, fault, 0, world.cluster());
    for (int moment = 0; moment < 1000; moment++) {
      assertThat(world.alive()).hasSizeGreaterThanOrEqualTo(4);
      world.pass(ofMillis(1));
    }
    World.NAMES.forEach(name -> assertThat(world.starts(name)).as(name).isEqualTo(2));
    assertThat(World.takeBack(nemesis, fault, world.cluster()))
        .isEqualTo(Map.of("nodes", World.NAMES, "restarted", "n1,n2,n3,n4,n5"));
  }

  @Test
  void a_rolling_restart_waits_for_a_node_that_does_not_answer() throws Exception {
    var fault = rollingRestart(Targets.named("n1", "n2"));
    var nemesis = nemesis(fault);
    World.inject(nemesis, fault, 0, world.cluster());
    world.pass(ofMillis(25));
    var processes = world.cluster().capability(Processes.class).orElseThrow();
    processes.pause(world.node("n1"));
    world.pass(ofSeconds(5));
    assertThat(world.starts("n2")).as("n1 did not answer yet").isEqualTo(1);
    processes.resume(world.node("n1"));
    world.pass(ofSeconds(1));
    assertThat(world.starts("n2")).isEqualTo(2);
  }

  private static void assertBit(Object done) {
    assertThat(done)
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("bit", true)
        .containsEntry("nodes", List.of("n2", "n4"));
  }

  private static Nemesis nemesis(Fault fault) {
    return fault.every(ofSeconds(5)).nemesis();
  }

  /** Processes that obey nobody. */
  private static final class Idle implements Processes {
    @Override
    public void kill(Node node) {}

    @Override
    public Ending stop(Node node) {
      return Ending.BY_ITSELF;
    }

    @Override
    public void start(Node node) {}

    @Override
    public void pause(Node node) {}

    @Override
    public void resume(Node node) {}

    @Override
    public boolean alive(Node node) {
      return true;
    }
  }
}
