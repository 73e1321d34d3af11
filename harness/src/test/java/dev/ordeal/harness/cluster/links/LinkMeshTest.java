package dev.ordeal.harness.cluster.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.links.EchoPeer.Dialogue;
import dev.ordeal.toxiproxy.ToxiproxyServer;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinkMeshTest {
  private static final List<String> NODES = List.of("n1", "n2", "n3");

  /** Long enough for what would come to come, over a proxy on loopback. */
  private static final int QUIET_MILLIS = 300;

  private final Map<String, EchoPeer> peers = new LinkedHashMap<>();
  private ToxiproxyServer server;
  private LinkMesh mesh;

  /** Whether several links are changed at once, as they are on our own server. */
  boolean jointly() {
    return true;
  }

  @BeforeEach
  void open() throws IOException {
    for (String node : NODES) {
      peers.put(node, new EchoPeer());
    }
    server = ToxiproxyServer.builder().start();
    mesh = LinkMesh.open(control(), NODES, layout(), Duration.ofSeconds(10), jointly());
  }

  @AfterEach
  void close() throws IOException {
    mesh.close();
    server.close();
    for (var peer : peers.values()) {
      peer.close();
    }
  }

  private HostPort control() {
    return new HostPort("127.0.0.1", server.port());
  }

  private LinkLayout layout() {
    return new LoopbackLayout(to -> peers.get(to).listen());
  }

  private Dialogue dial(String from, String to) throws IOException {
    return Dialogue.with(mesh.listening(from, to)).patience(20_000);
  }

  private static Grudge link(String from, String to) {
    return Grudge.oneWay(List.of(to), List.of(from));
  }

  private void assertEchoes(Dialogue dialogue, String line) throws IOException {
    dialogue.say(line);
    assertThat(dialogue.next()).isEqualTo(line);
  }

  private void assertSilent(Dialogue dialogue) throws IOException {
    dialogue.patience(QUIET_MILLIS);
    assertThatThrownBy(dialogue::next).isInstanceOf(SocketTimeoutException.class);
    dialogue.patience(20_000);
  }

  @Test
  void each_directed_link_and_each_nodes_clients_have_a_proxy_of_their_own() throws IOException {
    var addresses = new TreeSet<String>();
    for (String to : NODES) {
      for (String from : List.of("n1", "n2", "n3", LinkMesh.CLIENTS)) {
        if (!from.equals(to)) {
          addresses.add(mesh.listening(from, to).toString());
          try (var dialogue = dial(from, to)) {
            assertEchoes(dialogue, "from " + from);
          }
          assertThat(peers.get(to).heard()).contains("from " + from);
        }
      }
    }
    assertThat(addresses).hasSize(9);
    assertThat(new ToxiproxyClient("127.0.0.1", server.port()).getProxies())
        .extracting(Proxy::getName)
        .contains("n1->n2", "n2->n1", "clients->n3")
        .hasSize(9);
  }

  @Test
  void a_blackholed_link_loses_requests_on_connections_that_its_sender_opened() throws Exception {
    try (var toN2 = dial("n1", "n2")) {
      assertEchoes(toN2, "before");
      mesh.cut(link("n1", "n2"), Cut.BLACKHOLE);
      toN2.say("lost");
      assertSilent(toN2);
      assertThat(peers.get("n2").heard()).contains("before").doesNotContain("lost");
    }
  }

  @Test
  void a_blackholed_link_loses_answers_on_connections_that_its_receiver_opened() throws Exception {
    try (var toN1 = dial("n2", "n1")) {
      assertEchoes(toN1, "before");
      mesh.cut(link("n1", "n2"), Cut.BLACKHOLE);
      toN1.say("request");
      assertThat(peers.get("n1").heard().take()).isEqualTo("before");
      assertThat(peers.get("n1").heard().take()).isEqualTo("request");
      assertSilent(toN1);
    }
  }

  @Test
  void a_connection_opened_during_a_blackhole_is_accepted_and_silent() throws Exception {
    mesh.cut(link("n1", "n2"), Cut.BLACKHOLE);
    try (var toN2 = dial("n1", "n2")) {
      toN2.say("lost");
      assertSilent(toN2);
    }
    assertThat(peers.get("n2").heard()).isEmpty();
  }

  @Test
  void a_refused_link_drops_its_connections_and_refuses_new_ones() throws Exception {
    try (var toN2 = dial("n1", "n2")) {
      assertEchoes(toN2, "before");
      mesh.cut(link("n1", "n2"), Cut.REFUSE);
      assertThat(toN2.next()).isNull();
      assertThatThrownBy(() -> dial("n1", "n2")).isInstanceOf(ConnectException.class);
    }
    mesh.heal();
    try (var again = dial("n1", "n2")) {
      assertEchoes(again, "after");
    }
  }

  @Test
  void a_refused_link_still_carries_what_its_receiver_says() throws Exception {
    mesh.cut(link("n1", "n2"), Cut.REFUSE);
    try (var toN1 = dial("n2", "n1")) {
      toN1.say("request");
      assertThat(peers.get("n1").heard().take()).isEqualTo("request");
      assertSilent(toN1);
    }
  }

  @Test
  void a_cut_touches_no_other_link_and_no_client() throws Exception {
    mesh.cut(link("n1", "n2"), Cut.REFUSE);
    mesh.cut(link("n3", "n2"), Cut.BLACKHOLE);
    for (String from : List.of("n1", LinkMesh.CLIENTS)) {
      try (var toN3 = dial(from, "n3")) {
        assertEchoes(toN3, "from " + from);
      }
    }
    for (String to : NODES) {
      try (var client = dial(LinkMesh.CLIENTS, to)) {
        assertEchoes(client, "hello");
      }
    }
  }

  @Test
  void healing_closes_what_was_cut_and_keeps_what_was_not() throws Exception {
    try (var cut = dial("n1", "n2");
        var whole = dial("n1", "n3")) {
      assertEchoes(cut, "before");
      assertEchoes(whole, "before");
      mesh.cut(link("n1", "n2"), Cut.BLACKHOLE);
      mesh.heal();
      assertThat(cut.next()).isNull();
      assertEchoes(whole, "after");
    }
    try (var again = dial("n1", "n2")) {
      assertEchoes(again, "after");
    }
  }

  @Test
  void healing_leaves_neither_toxics_nor_disabled_proxies() throws Exception {
    var halves = Grudge.between(List.of(List.of("n1"), List.of("n2", "n3")));
    mesh.cut(halves, Cut.BLACKHOLE);
    mesh.slow(halves, Duration.ofMillis(50), Duration.ofMillis(10));
    mesh.slow(halves, Duration.ofMillis(50), Duration.ZERO);
    mesh.cut(link("n2", "n3"), Cut.REFUSE);

    mesh.heal();
    mesh.heal();

    for (var proxy : new ToxiproxyClient("127.0.0.1", server.port()).getProxies()) {
      assertThat(proxy.isEnabled()).as(proxy.getName()).isTrue();
      assertThat(proxy.toxics().getAll()).as(proxy.getName()).isEmpty();
    }
  }

  @Test
  void healing_leaves_what_others_put_on_a_proxy() throws Exception {
    var theirs = new ToxiproxyClient("127.0.0.1", server.port()).getProxy("n1->n2");
    var down = eu.rekawek.toxiproxy.model.ToxicDirection.DOWNSTREAM;
    theirs.toxics().latency("theirs", down, 1);
    mesh.cut(link("n1", "n2"), Cut.BLACKHOLE);
    mesh.heal();

    assertThat(theirs.toxics().getAll()).extracting(toxic -> toxic.getName()).contains("theirs");
  }

  @Test
  void a_slow_link_delays_requests_one_way_and_answers_the_other() throws Exception {
    mesh.slow(link("n1", "n2"), Duration.ofMillis(200), Duration.ZERO);
    for (var ends : List.of(List.of("n1", "n2"), List.of("n2", "n1"))) {
      try (var dialogue = dial(ends.get(0), ends.get(1))) {
        long began = System.nanoTime();
        assertEchoes(dialogue, "slowly");
        assertThat(System.nanoTime() - began).isGreaterThan(Duration.ofMillis(199).toNanos());
      }
    }
  }

  @Test
  void delays_of_one_link_add_up() throws Exception {
    mesh.slow(link("n1", "n2"), Duration.ofMillis(100), Duration.ZERO);
    mesh.slow(link("n1", "n2"), Duration.ofMillis(150), Duration.ZERO);
    try (var dialogue = dial("n1", "n2")) {
      long began = System.nanoTime();
      assertEchoes(dialogue, "slowly");
      assertThat(System.nanoTime() - began).isGreaterThan(Duration.ofMillis(249).toNanos());
    }
  }

  @Test
  void clients_of_a_dead_node_are_refused_and_no_heal_changes_that() throws Exception {
    mesh.serveClients("n2", false);
    mesh.heal();
    assertThatThrownBy(() -> dial(LinkMesh.CLIENTS, "n2")).isInstanceOf(ConnectException.class);
    mesh.serveClients("n2", true);
    try (var client = dial(LinkMesh.CLIENTS, "n2")) {
      assertEchoes(client, "hello");
    }
  }

  @Test
  void links_can_lead_to_another_address() throws Exception {
    mesh.moveTo("n2", peers.get("n3").listen());
    try (var moved = dial("n1", "n2")) {
      assertEchoes(moved, "moved");
    }
    assertThat(peers.get("n3").heard()).contains("moved");
  }

  @Test
  void the_connections_to_a_node_that_died_end_and_no_others_and_no_cut_does() throws Exception {
    mesh.cut(link("n3", "n2"), Cut.REFUSE);
    try (var toTheDead = dial("n1", "n2");
        var fromIt = dial("n2", "n1")) {
      assertEchoes(toTheDead, "alive");
      assertEchoes(fromIt, "alive");
      mesh.drop("n2");
      assertThat(toTheDead.next()).isNull();
      assertEchoes(fromIt, "still there");
    }
    try (var again = dial("n1", "n2")) {
      assertEchoes(again, "again");
    }
    assertThatThrownBy(() -> dial("n3", "n2")).isInstanceOf(ConnectException.class);
  }

  @Test
  void a_grudge_of_unknown_nodes_names_the_known_ones() {
    assertThatThrownBy(() -> mesh.cut(link("n1", "n9"), Cut.BLACKHOLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no link from n1 to n9")
        .hasMessageContaining("[n1, n2, n3]");
  }

  @Test
  void an_interrupted_thread_still_heals_and_stays_interrupted() throws Exception {
    mesh.cut(link("n1", "n2"), Cut.REFUSE);
    Thread.currentThread().interrupt();
    mesh.heal();
    assertThat(Thread.interrupted()).isTrue();
    try (var dialogue = dial("n1", "n2")) {
      assertEchoes(dialogue, "healed");
    }
  }

  @Test
  void a_listen_address_in_use_is_replaced_by_another() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var offers = new ArrayList<>(List.of(taken.getLocalPort(), 0));
      var fresh =
          new LinkLayout() {
            @Override
            public HostPort listen(String from, String to) {
              return new HostPort("127.0.0.1", offers.remove(0));
            }

            @Override
            public HostPort upstream(String to) {
              return peers.get("n1").listen();
            }
          };
      try (var small = LinkMesh.open(control(), List.of("m1"), fresh)) {
        try (var client = Dialogue.with(small.listening(LinkMesh.CLIENTS, "m1"))) {
          assertEchoes(client, "hello");
        }
      }
    }
  }

  @Test
  void a_server_that_is_not_there_is_a_setup_failure() {
    server.close();
    assertThatThrownBy(() -> LinkMesh.open(control(), NODES, layout()))
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("Toxiproxy server at 127.0.0.1:" + server.port())
        .hasMessageContaining("creating the proxies");
  }

  @Test
  void a_server_that_hangs_is_named_instead_of_waited_for() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      var control = new HostPort("127.0.0.1", silent.getLocalPort());
      assertThatThrownBy(
              () -> LinkMesh.open(control, NODES, layout(), Duration.ofMillis(200), true))
          .isInstanceOf(SetupFailure.class)
          .hasMessageContaining(control.toString())
          .hasMessageContaining("did not answer within 200 ms");
    }
  }
}
