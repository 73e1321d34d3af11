package dev.ordeal.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.Network.Disturbance;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.Question;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.links.TcpProbes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What disturbed links do, what a probe sees of it, and what healing takes back. */
class LinkFaultsTest {
  private static final Duration LATE = Duration.ofMillis(120);

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

  static Stream<Fault> kinds() {
    return Stream.of(
        Fault.partition(Shape.HALVES),
        Fault.slow(Shape.HALVES, LATE),
        Fault.slow(Shape.HALVES, LATE, Duration.ofMillis(20)),
        Fault.narrow(Shape.HALVES, 1_000),
        Fault.reset(Shape.HALVES));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void every_disturbance_is_seen_to_bite(Fault fault) throws Exception {
    assertThat(inject(fault, world.cluster())).containsEntry("bit", true);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_disturbance_that_does_nothing_is_seen_not_to_bite(Fault fault) throws Exception {
    var numb = new Lacking(world.cluster(), Map.of(Network.class, Optional.of(new Numb())));
    assertThat(inject(fault, numb)).containsEntry("bit", false);
  }

  @ParameterizedTest
  @EnumSource(DrawnShape.class)
  void every_shape_is_seen_to_bite(Shape shape) throws Exception {
    assertThat(inject(Fault.slow(shape, LATE), world.cluster())).containsEntry("bit", true);
  }

  @Test
  void clients_cut_off_are_not_answered_by_nodes_that_hear_each_other() throws Exception {
    var fault = Fault.partition(Shape.CLIENTS);
    var nemesis = fault.every(Duration.ofSeconds(5)).nemesis();
    World.inject(nemesis, fault, 3, world.cluster());
    assertThat(world.answering()).hasSize(3);
    assertThat(world.heard()).isEqualTo(World.links());
    World.takeBack(nemesis, fault, world.cluster());
    assertThat(world.answering()).isEqualTo(new TreeSet<>(World.NAMES));
  }

  @Test
  void a_pair_by_name_loses_its_two_links_and_no_other() throws Exception {
    var fault = Fault.partition(Shape.pair("n2", "n5"));
    World.inject(fault.every(Duration.ofSeconds(5)).nemesis(), fault, 3, world.cluster());
    var open = world.heard();
    assertThat(World.links().stream().filter(link -> !open.contains(link)))
        .containsExactlyInAnyOrder(new Link("n2", "n5"), new Link("n5", "n2"));
  }

  @Test
  void two_partitions_that_overlap_are_healed_each_alone() throws Exception {
    var one = Fault.partition(Shape.pair("n1", "n2"));
    var other = Fault.partition(Shape.pair("n1", "n3"));
    var nemesis =
        Plan.together(one.every(Duration.ofSeconds(5)), other.every(Duration.ofSeconds(5)))
            .nemesis();
    World.inject(nemesis, one, "a", world.cluster());
    World.inject(nemesis, other, "b", world.cluster());
    World.takeBack(nemesis, one, "a", world.cluster());
    assertThat(world.heard()).contains(new Link("n1", "n2")).doesNotContain(new Link("n1", "n3"));
    World.takeBack(nemesis, other, "b", world.cluster());
    assertThat(world.heard()).isEqualTo(World.links());
  }

  @Test
  void a_shape_or_width_that_cannot_be_is_refused_with_what_can() {
    assertThatThrownBy(() -> Shape.of("star"))
        .hasMessageContaining("star")
        .hasMessageContaining("majorities-ring");
    assertThatThrownBy(() -> Fault.narrow(Shape.HALVES, 0)).hasMessageContaining("at least 1");
  }

  /** Each, and what the backend says of it if its probes have no bytes; nothing if they see it. */
  static Stream<Arguments> withoutBytes() {
    return Stream.of(
        arguments(Fault.partition(Shape.HALVES), "cut links"),
        arguments(Fault.partition(Shape.CLIENTS, Cut.BLACKHOLE), "cut links"),
        arguments(Fault.partition(Shape.HALVES, Cut.REFUSE), ""),
        arguments(Fault.slow(Shape.HALVES, LATE), "slow links"),
        arguments(Fault.narrow(Shape.HALVES, 1_000), "narrow links"),
        arguments(Fault.reset(Shape.HALVES), ""));
  }

  @ParameterizedTest
  @MethodSource("withoutBytes")
  void what_no_probe_would_see_is_refused_before_the_run(Fault fault, String what) {
    var probes =
        new TcpProbes(
            Question.none(), link -> Optional.empty(), node -> new HostPort("127.0.0.1", 1));
    var cluster = new Lacking(world.cluster(), Map.of(Probes.class, Optional.of(probes)));
    // Another fault of the same kind does not hide it.
    var nemesis =
        Plan.together(
                Fault.partition(Shape.BRIDGE, Cut.REFUSE).every(Duration.ofSeconds(5)),
                fault.every(Duration.ofSeconds(5)))
            .nemesis();
    if (what.isEmpty()) {
      nemesis.requireSupport(cluster);
      return;
    }
    assertThatThrownBy(() -> nemesis.requireSupport(cluster))
        .isInstanceOf(SetupFailure.class)
        .hasMessageStartingWith("the simulated backend cannot " + what + " and see it: ")
        .hasMessageContaining("Question.none()")
        .hasMessageContaining(".probe(Question.saying(...).answered(...))");
  }

  private static Map<String, Object> inject(Fault fault, Cluster cluster) throws Exception {
    var nemesis = fault.every(Duration.ofSeconds(5)).nemesis();
    nemesis.requireSupport(cluster);
    var told = new HashMap<String, Object>();
    ((Map<?, ?>) World.inject(nemesis, fault, 1, cluster))
        .forEach((key, value) -> told.put(String.valueOf(key), value));
    return told;
  }

  /** A network to which nothing can be done. */
  private record Numb() implements Network {
    @Override
    public Imposed impose(Set<Link> links, Disturbance disturbance) {
      return () -> {};
    }

    @Override
    public void heal() {}
  }
}
