package dev.ordeal.harness.cluster.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.ClusterDriver;
import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.Network.Disturbance;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.Probes.Answer;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.StandingCluster;
import dev.ordeal.harness.junit.RequiresContainers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Links between containers cut packet by packet. */
@RequiresContainers
class PacketNetworkIT {
  private static final StandingCluster STANDING =
      new StandingCluster(TestNodes.backend(3).packets());

  private Cluster cluster;
  private ClusterDriver on;
  private Node n1;
  private Node n2;
  private Node n3;

  @BeforeEach
  void open() throws Exception {
    cluster = STANDING.take();
    on = STANDING.driver();
    n1 = on.node(1);
    n2 = on.node(2);
    n3 = on.node(3);
  }

  @AfterEach
  void giveBack() throws Exception {
    STANDING.giveBack();
  }

  @AfterAll
  static void close() {
    STANDING.close();
  }

  private Network network() {
    return cluster.capability(Network.class).orElseThrow();
  }

  private static Grudge apart() {
    return Grudge.between(List.of(List.of("n1"), List.of("n2", "n3")));
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void an_isolated_node_hears_nobody_and_still_answers_clients(Cut style) throws Exception {
    on.tellUntilHeard(n1, n2, "before");
    var cut = network().cut(apart(), style);
    for (int round = 0; round < 5; round++) {
      on.tell(n1, n2, "out");
      on.tell(n2, n1, "in");
      on.tellUntilHeard(n2, n3, "within " + round);
    }
    assertThat(on.heard(n1)).doesNotContain("in");
    assertThat(on.heard(n2)).doesNotContain("out");
    cut.lift();
    on.tellUntilHeard(n2, n1, "in again");
    on.tellUntilHeard(n1, n2, "out again");
  }

  @Test
  void a_probe_sees_a_cut_link_from_the_node_that_it_begins_at() {
    var probes = cluster.capability(Probes.class).orElseThrow();
    var links = List.of(new Link("n1", "n2"), new Link("n2", "n3"), new Link("clients", "n1"));
    assertThat(probes.links(links, 1).values())
        .hasSize(3)
        .allMatch(reply -> reply.answer() == Answer.ANSWERED);
    network().cut(apart(), Cut.BLACKHOLE);
    assertThat(probes.links(links, 1).get(links.get(0)).answer()).isEqualTo(Answer.SILENT);
    assertThat(probes.links(links, 1).get(links.get(1)).answer()).isEqualTo(Answer.ANSWERED);
    network().heal();
    network().cut(apart(), Cut.REFUSE);
    assertThat(probes.links(links, 1).get(links.get(0)).answer()).isEqualTo(Answer.REFUSED);
  }

  @Test
  void a_cut_outlasts_a_restart_of_the_node_that_it_silences() throws Exception {
    network().cut(apart(), Cut.BLACKHOLE);
    var processes = cluster.capability(Processes.class).orElseThrow();
    processes.kill(n1);
    processes.start(n1);
    for (int round = 0; round < 5; round++) {
      on.tell(n2, n1, "in");
      on.tellUntilHeard(n2, n3, "within " + round);
    }
    assertThat(on.heard(n1)).isEmpty();
    network().heal();
    on.tellUntilHeard(n2, n1, "in again");
  }

  @Test
  void what_it_cannot_do_to_links_it_says() {
    assertThat(network().objection(new Disturbance.Severed(Cut.REFUSE))).isEmpty();
    assertThat(network().objection(new Disturbance.Slowed(Duration.ofMillis(1), Duration.ZERO)))
        .hasValueSatisfying(why -> assertThat(why).contains("packet filter"));
  }
}
