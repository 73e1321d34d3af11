package dev.ordeal.harness.cluster.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.client.Rpc;
import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.Network.Disturbance;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.Probes.Answer;
import dev.ordeal.harness.cluster.Probes.Reply;
import dev.ordeal.harness.cluster.Question;
import dev.ordeal.toxiproxy.ToxiproxyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class TcpProbesTest {
  private static final Question PING = Question.saying("PING\r\n");
  private static final Link LINK = new Link("n1", "n2");

  private EchoPeer echo;
  private ToxiproxyServer server;
  private LinkMesh mesh;

  @BeforeEach
  void open() throws IOException {
    echo = new EchoPeer();
    server = ToxiproxyServer.builder().start();
    var layout = new LoopbackLayout(to -> echo.listen());
    mesh = LinkMesh.open(new HostPort("127.0.0.1", server.port()), List.of("n1", "n2"), layout);
  }

  @AfterEach
  void close() throws IOException {
    mesh.close();
    server.close();
    echo.close();
  }

  private Reply overLink(Question question, int bytes) {
    return overLink(question, bytes, Probes.PATIENCE);
  }

  private Reply overLink(Question question, int bytes, Duration patience) {
    return new TcpProbes(
            question,
            link -> Optional.of(mesh.listening(link.from(), link.to())),
            node -> echo.listen())
        .links(List.of(LINK), bytes, patience)
        .get(LINK);
  }

  @Test
  void a_patient_probe_waits_for_what_comes_late() throws IOException {
    var late = new Disturbance.Slowed(Duration.ofMillis(600), Duration.ZERO);
    mesh.impose(Set.of(LINK), late);
    assertThat(overLink(PING, 1).answer()).isEqualTo(Answer.SILENT);
    assertThat(overLink(PING, 1, Duration.ofSeconds(20)).answer()).isEqualTo(Answer.ANSWERED);
  }

  private static Answer ofNode(Question question, HostPort at) {
    return new TcpProbes(question, link -> Optional.empty(), node -> at).node(new Named()).answer();
  }

  private record Named() implements Node {
    @Override
    public String name() {
      return "n1";
    }

    @Override
    public InetSocketAddress address() {
      throw new UnsupportedOperationException("probes know where a node listens");
    }

    @Override
    public Rpc rpc() {
      throw new UnsupportedOperationException("probes do not speak our JSON");
    }
  }

  @Test
  void a_node_hears_what_the_backend_was_told_to_ask_and_nothing_else() throws Exception {
    assertThat(ofNode(PING.answered("PING"), echo.listen())).isEqualTo(Answer.ANSWERED);
    assertThat(echo.heard().poll(10, TimeUnit.SECONDS)).isEqualTo("PING");
    assertThat(echo.heard()).isEmpty();
  }

  @Test
  void any_answer_will_do_unless_one_is_expected() {
    assertThat(ofNode(PING, echo.listen())).isEqualTo(Answer.ANSWERED);
    assertThat(ofNode(PING.answered("+PONG"), echo.listen())).isEqualTo(Answer.SILENT);
  }

  @Test
  void a_node_that_hangs_up_without_the_answer_has_not_given_it() throws Exception {
    try (var rude = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      EchoPeer.daemon(
          () -> {
            try {
              rude.accept().close();
            } catch (IOException closed) {
              // The test is over.
            }
          });
      var at = new HostPort("127.0.0.1", rude.getLocalPort());
      assertThat(ofNode(PING.answered("PING"), at)).isEqualTo(Answer.RESET);
    }
  }

  @Test
  void a_probe_that_says_nothing_is_answered_by_hanging_up() throws Exception {
    assertThat(ofNode(Question.none(), echo.listen())).isEqualTo(Answer.ANSWERED);
    assertThat(echo.heard()).isEmpty();
    HostPort at;
    try (var stopped = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      at = new HostPort("127.0.0.1", stopped.getLocalPort());
      assertThat(ofNode(Question.none(), at)).as("accepted by the kernel").isEqualTo(Answer.SILENT);
    }
    assertThat(ofNode(Question.none(), at)).isEqualTo(Answer.REFUSED);
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void a_question_with_an_answer_sees_every_cut(Cut style) {
    var question = PING.answered("PING");
    assertThat(overLink(question, 1).answer()).isEqualTo(Answer.ANSWERED);
    var cut = mesh.impose(Set.of(LINK), new Disturbance.Severed(style));
    assertThat(overLink(question, 1).answer()).isNotEqualTo(Answer.ANSWERED);
    cut.lift();
    assertThat(overLink(question, 1).answer()).isEqualTo(Answer.ANSWERED);
  }

  @Test
  void a_question_is_repeated_until_a_narrow_link_makes_it_wait() {
    var question = PING.answered("PING");
    mesh.impose(Set.of(LINK), new Disturbance.Narrowed(50_000));
    assertThat(overLink(question, 5_000).after()).isGreaterThanOrEqualTo(Duration.ofMillis(90));
  }

  @Test
  void without_a_word_links_that_refuse_or_reset_are_seen() {
    assertThat(overLink(Question.none(), 1).answer()).isEqualTo(Answer.ANSWERED);
    mesh.impose(Set.of(LINK), new Disturbance.Resetting());
    assertThat(overLink(Question.none(), 1).answer()).isEqualTo(Answer.RESET);
    mesh.heal();
    mesh.impose(Set.of(LINK), new Disturbance.Severed(Cut.REFUSE));
    assertThat(overLink(Question.none(), 1).answer()).isEqualTo(Answer.REFUSED);
  }

  @Test
  void without_a_word_a_link_that_swallows_looks_as_before_and_the_question_says_so() {
    var cut = new Disturbance.Severed(Cut.BLACKHOLE);
    mesh.impose(Set.of(LINK), cut);
    assertThat(overLink(Question.none(), 1).answer()).isEqualTo(Answer.ANSWERED);
    assertThat(Question.none().objection(cut))
        .hasValueSatisfying(
            why -> assertThat(why).contains("Question.none()").contains("Question.saying(...)"));
    assertThat(PING.objection(cut)).isEmpty();
    assertThat(Question.ours().objection(cut)).isEmpty();
  }

  @Test
  void a_question_that_nothing_or_anything_would_answer_is_refused() {
    assertThatThrownBy(() -> PING.answered("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Question.saying("")).hasMessageContaining("Question.none()");
    assertThatThrownBy(() -> Question.saying("Ω")).hasMessageContaining("255");
  }
}
