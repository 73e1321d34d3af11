package dev.ordeal.harness.cluster.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.Network.Cut;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkTest {
  private static final Duration TEN = Duration.ofMillis(10);
  private static final Grudge N2_DEAF_TO_N1 = Grudge.oneWay(List.of("n2"), List.of("n1"));

  @TempDir private Path folder;

  private Recorder slowly(UnaryOperator<SimulatedBackend> options) throws Exception {
    return new Recorder(
        1, folder, backend -> options.apply(backend.latency(LatencyDistribution.constant(TEN))));
  }

  /** What n2 takes of a hundred numbers that n1 sends one after the other. */
  private List<Object> hundred(UnaryOperator<SimulatedBackend> options) throws Exception {
    try (var nodes = new Recorder(1, folder, options)) {
      IntStream.range(0, 100).forEach(number -> nodes.send("n1", "n2", number));
      nodes.run(Duration.ofSeconds(1));
      return new ArrayList<>(nodes.seen("n2"));
    }
  }

  @Test
  void a_link_left_alone_keeps_order_and_loses_and_doubles_nothing() throws Exception {
    var all = IntStream.range(0, 100).mapToObj(number -> (Object) (long) number).toList();
    assertThat(hundred(backend -> backend)).isEqualTo(all);
  }

  @Test
  void reordering_changes_the_order_and_nothing_else() throws Exception {
    var taken = hundred(backend -> backend.reordering(0.2));
    assertThat(taken).hasSize(100).doesNotHaveDuplicates();
    assertThat(taken).isNotEqualTo(taken.stream().sorted().toList());
  }

  @Test
  void loss_takes_some_and_certain_loss_takes_all() throws Exception {
    assertThat(hundred(backend -> backend.loss(0.3))).hasSizeBetween(40, 95);
    assertThat(hundred(backend -> backend.loss(1))).isEmpty();
  }

  @Test
  void duplication_delivers_twice() throws Exception {
    assertThat(hundred(backend -> backend.duplication(1))).hasSize(200);
    assertThat(hundred(backend -> backend.duplication(0.3))).hasSizeBetween(105, 160);
  }

  @Test
  void a_node_reaches_itself_whatever_the_network_does() throws Exception {
    try (var nodes = slowly(backend -> backend.loss(1))) {
      nodes.network().cut(Grudge.between(List.of(List.of("n1"), List.of("n2"))), Cut.REFUSE);
      nodes.send("n1", "n1", "me");
      nodes.run(TEN);
      assertThat(nodes.seen("n1")).containsExactly("me");
    }
  }

  @Test
  void a_blackhole_loses_what_would_arrive_during_the_cut() throws Exception {
    try (var nodes = slowly(backend -> backend)) {
      nodes.send("n1", "n2", "under way");
      nodes.run(Duration.ofMillis(5));
      nodes.network().cut(N2_DEAF_TO_N1, Cut.BLACKHOLE);
      nodes.run(TEN);
      nodes.network().heal();
      nodes.run(TEN);
      assertThat(nodes.seen("n2")).isEmpty();
    }
  }

  @Test
  void a_blackhole_spares_what_arrives_after_it() throws Exception {
    try (var nodes = slowly(backend -> backend)) {
      nodes.send("n1", "n2", "under way");
      nodes.network().cut(N2_DEAF_TO_N1, Cut.BLACKHOLE);
      nodes.send("n1", "n2", "sent into the hole");
      nodes.network().heal();
      nodes.run(TEN);
      assertThat(nodes.seen("n2")).containsExactly("under way");
    }
  }

  @Test
  void a_refused_link_loses_all_that_was_under_way() throws Exception {
    try (var nodes = slowly(backend -> backend)) {
      nodes.send("n1", "n2", "under way");
      nodes.network().cut(N2_DEAF_TO_N1, Cut.REFUSE);
      nodes.network().heal();
      nodes.send("n1", "n2", "over the new connection");
      nodes.run(TEN);
      assertThat(nodes.seen("n2")).containsExactly("over the new connection");
    }
  }

  @Test
  void a_slow_link_takes_its_latency_plus_or_minus_its_jitter() throws Exception {
    try (var nodes = slowly(backend -> backend)) {
      nodes.network().slow(N2_DEAF_TO_N1, Duration.ofMillis(100), Duration.ofMillis(20));
      IntStream.range(0, 50).forEach(number -> nodes.send("n1", "n2", number));
      nodes.run(Duration.ofMillis(89));
      assertThat(nodes.seen("n2")).isEmpty();
      nodes.run(Duration.ofMillis(41));
      assertThat(nodes.seen("n2")).hasSize(50);
    }
  }

  @Test
  void a_message_to_a_dead_node_is_lost_and_to_a_restarted_one_arrives() throws Exception {
    try (var nodes = slowly(backend -> backend)) {
      nodes.send("n1", "n2", "lost");
      nodes.processes().kill(nodes.node("n2"));
      nodes.run(TEN);
      nodes.send("n1", "n2", "arrives");
      nodes.processes().start(nodes.node("n2"));
      nodes.run(TEN);
      assertThat(nodes.seen("n2")).containsExactly("arrives");
    }
  }

  @Test
  void a_message_to_a_node_that_does_not_exist_is_a_mistake_of_the_program() throws Exception {
    try (var nodes = slowly(backend -> backend)) {
      assertThatThrownBy(() -> nodes.send("n1", "n9", "?"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no node is called n9; there are [n1, n2, n3]");
      nodes.send("n1", "c77", "a client that is long gone");
      nodes.run(TEN);
    }
  }

  @Test
  void a_probability_is_between_0_and_1() {
    var backend = SimulatedBackend.of(1, name -> new Chatter());
    assertThatThrownBy(() -> backend.loss(1.5))
        .hasMessage("loss of 1.5: give a probability from 0 to 1");
    assertThatThrownBy(() -> backend.duplication(Double.NaN)).hasMessageContaining("duplication");
  }
}
