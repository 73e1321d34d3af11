package dev.ordeal.harness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cluster.Network.Cut;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the links of every backend must do alike: one set of test bodies. */
public abstract class LinkConformance extends Conformance {
  private Node n3;

  /** With three nodes. */
  protected LinkConformance() {
    super(3);
  }

  @BeforeEach
  void nameTheThird() {
    n3 = on.node(3);
  }

  private static Grudge link(Node from, Node to) {
    return Grudge.oneWay(List.of(to.name()), List.of(from.name()));
  }

  @Test
  void every_node_reaches_every_other() throws Exception {
    for (Node from : cluster.nodes()) {
      for (Node to : cluster.nodes()) {
        if (from != to) {
          on.tellUntilHeard(from, to, "from " + from.name());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void a_cut_link_silences_exactly_its_direction_until_it_is_healed(Cut style) throws Exception {
    on.tellUntilHeard(n1, n2, "before");
    network().cut(link(n1, n2), style);
    for (int round = 0; round < 5; round++) {
      on.tell(n1, n2, "silenced");
      on.tellUntilHeard(n2, n1, "back " + round);
      on.tellUntilHeard(n1, n3, "aside " + round);
      on.tellUntilHeard(n3, n2, "around " + round);
    }
    assertThat(on.heard(n2)).contains("before", "around 4").doesNotContain("silenced");
    network().heal();
    on.tellUntilHeard(n1, n2, "after");
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void an_isolated_node_hears_nobody_and_still_answers_clients(Cut style) throws Exception {
    network().cut(Grudge.between(List.of(List.of("n1"), List.of("n2", "n3"))), style);
    for (int round = 0; round < 5; round++) {
      on.tell(n1, n3, "out");
      on.tell(n2, n1, "in");
      on.tell(n3, n1, "in");
      on.tellUntilHeard(n2, n3, "within " + round);
      on.tellUntilHeard(n3, n2, "within " + round);
    }
    assertThat(on.heard(n1)).isEmpty();
    assertThat(on.heard(n3)).doesNotContain("out");
    network().heal();
    on.tellUntilHeard(n2, n1, "in again");
    on.tellUntilHeard(n1, n3, "out again");
  }

  @Test
  void cuts_add_up_and_healing_twice_is_healing_once() throws Exception {
    network().cut(link(n1, n2), Cut.BLACKHOLE);
    network().cut(link(n1, n2), Cut.BLACKHOLE);
    network().cut(link(n3, n2), Cut.REFUSE);
    for (int round = 0; round < 5; round++) {
      on.tell(n1, n2, "silenced");
      on.tell(n3, n2, "silenced");
      on.tellUntilHeard(n1, n3, "round " + round);
    }
    assertThat(on.heard(n2)).isEmpty();
    network().heal();
    network().heal();
    on.tellUntilHeard(n1, n2, "again");
    on.tellUntilHeard(n3, n2, "again");
  }

  @Test
  void a_slow_link_delays_by_at_least_its_latency() throws Exception {
    on.tellUntilHeard(n1, n2, "before");
    var latency = Duration.ofMillis(300);
    network().slow(link(n1, n2), latency, Duration.ZERO);
    long told = on.now();
    on.tell(n1, n2, "slowly");
    on.eventually("slowly is heard", () -> on.heard(n2).contains("slowly"));
    assertThat(on.now() - told).isGreaterThanOrEqualTo(latency.toNanos());
    network().heal();
    on.tellUntilHeard(n1, n2, "after");
  }

  @Test
  void what_is_imposed_is_lifted_alone() throws Exception {
    var first = network().cut(link(n1, n2), Cut.BLACKHOLE);
    var second = network().cut(Grudge.oneWay(List.of("n2", "n3"), List.of("n1")), Cut.BLACKHOLE);
    first.lift();
    first.lift();
    for (int round = 0; round < 5; round++) {
      on.tell(n1, n2, "silenced");
      on.tell(n1, n3, "silenced");
      on.tellUntilHeard(n3, n2, "around " + round);
    }
    assertThat(on.heard(n2)).doesNotContain("silenced");
    second.lift();
    on.tellUntilHeard(n1, n2, "after");
    on.tellUntilHeard(n1, n3, "after");
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void clients_that_are_cut_off_get_no_answer_while_nodes_hear_each_other(Cut style)
      throws Exception {
    var cut =
        network().cut(Grudge.between(List.of(List.of("n1"), List.of(Network.CLIENTS))), style);
    var lost = on.begin(n1, Map.of("type", "ping"), Duration.ofMillis(500));
    on.tellUntilHeard(n2, n3, "aside");
    assertThat(on.failure(lost)).isNotNull();
    cut.lift();
    on.eventually("n1 answers clients", () -> on.answers(n1));
    on.tellUntilHeard(n2, n1, "after");
  }

  @Test
  void a_narrow_link_lets_no_more_through_than_its_width() throws Exception {
    on.tellUntilHeard(n1, n2, "before");
    var narrow = network().impose(link(n1, n2).links(), new Network.Disturbance.Narrowed(10_000));
    var longWord = "x".repeat(5_000);
    long told = on.now();
    on.tell(n1, n2, longWord);
    on.eventually("the long word is heard", () -> on.heard(n2).contains(longWord));
    assertThat(on.now() - told).isGreaterThanOrEqualTo(Duration.ofMillis(400).toNanos());
    narrow.lift();
    on.tellUntilHeard(n1, n2, "after");
  }

  @Test
  void a_link_that_resets_lets_nothing_through_until_it_is_lifted() throws Exception {
    on.tellUntilHeard(n1, n2, "before");
    var resets = network().impose(link(n1, n2).links(), new Network.Disturbance.Resetting());
    for (int round = 0; round < 5; round++) {
      on.tell(n1, n2, "lost");
      on.tellUntilHeard(n1, n3, "aside " + round);
    }
    assertThat(on.heard(n2)).doesNotContain("lost");
    resets.lift();
    on.tellUntilHeard(n1, n2, "after");
  }

  @Test
  void a_probe_sees_what_is_done_to_links_and_nodes() {
    var probes = cluster.capability(Probes.class).orElseThrow();
    var there = new Grudge.Link("n1", "n2");
    var aside = new Grudge.Link("n1", "n3");
    assertThat(probes.links(List.of(there, aside), 1).values())
        .allMatch(reply -> reply.answer() == Probes.Answer.ANSWERED);
    for (Cut style : Cut.values()) {
      var cut = network().cut(link(n1, n2), style);
      var replies = probes.links(List.of(there, aside), 1);
      assertThat(replies.get(there).answer()).as("%s", style).isNotEqualTo(Probes.Answer.ANSWERED);
      assertThat(replies.get(aside).answer()).isEqualTo(Probes.Answer.ANSWERED);
      cut.lift();
      assertThat(probes.links(List.of(there), 1).get(there).answer())
          .isEqualTo(Probes.Answer.ANSWERED);
    }
    network().slow(link(n1, n2), Duration.ofMillis(100), Duration.ZERO);
    assertThat(probes.links(List.of(there), 1).get(there).after())
        .isGreaterThanOrEqualTo(Duration.ofMillis(100));
    processes().pause(n2);
    assertThat(probes.node(n2).answer()).isEqualTo(Probes.Answer.SILENT);
    processes().kill(n3);
    assertThat(probes.node(n3).answer()).isNotEqualTo(Probes.Answer.ANSWERED);
    assertThat(probes.node(n1).answer()).isEqualTo(Probes.Answer.ANSWERED);
  }

  @Test
  void faults_of_nodes_and_links_do_not_heal_each_other() throws Exception {
    network().cut(link(n1, n2), Cut.BLACKHOLE);
    processes().kill(n2);
    processes().start(n2);
    for (int round = 0; round < 5; round++) {
      on.tell(n1, n2, "silenced");
      on.tellUntilHeard(n3, n2, "around " + round);
    }
    assertThat(on.heard(n2)).doesNotContain("silenced");
    processes().kill(n3);
    network().heal();
    assertThat(processes().alive(n3)).isFalse();
    on.tellUntilHeard(n1, n2, "after");
  }
}
