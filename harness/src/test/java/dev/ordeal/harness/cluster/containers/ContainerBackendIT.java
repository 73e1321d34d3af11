package dev.ordeal.harness.cluster.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.ClusterDriver;
import dev.ordeal.harness.cluster.Deaths;
import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.testnode.TestNodeCommand;
import dev.ordeal.harness.internal.reaper.Ownership;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.toxiproxy.ToxiproxyMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** What containers have that other backends have not: images, engines, and ports. */
@RequiresContainers
class ContainerBackendIT {
  private static final String DIRECT = "ordeal.containers.direct";

  @TempDir private Path folder;
  private Site site;

  @BeforeEach
  void make_a_site() throws IOException {
    var logs = Files.createDirectory(folder.resolve("logs"));
    site = new Site(42, logs, Files.createDirectory(folder.resolve("data")));
  }

  @AfterEach
  void forget_settings() {
    System.clearProperty(DIRECT);
  }

  private static void judge(Cluster cluster) throws Exception {
    var on = new ClusterDriver(cluster);
    var n1 = on.node(1);
    var n2 = on.node(2);
    on.tellUntilHeard(n1, n2, "before");
    var network = cluster.capability(Network.class).orElseThrow();
    network.cut(Grudge.oneWay(List.of("n2"), List.of("n1")), Cut.BLACKHOLE);
    on.tell(n1, n2, "silenced");
    on.tellUntilHeard(n2, n1, "back");
    network.heal();
    on.tellUntilHeard(n1, n2, "after");
    assertThat(on.heard(n2)).doesNotContain("silenced");
    var processes = cluster.capability(Processes.class).orElseThrow();
    processes.kill(n2);
    assertThat(on.failure(on.begin(n2, Map.of("type", "ping"), Duration.ofSeconds(5)))).isNotNull();
    processes.start(n2);
    assertThat(on.call(n2, Map.of("type", "ping"))).containsEntry("type", "ping_ok");
    on.tellUntilHeard(n1, n2, "after the restart");
  }

  @Test
  void clients_reach_nodes_through_mapped_ports_where_they_have_no_other_way() throws Exception {
    System.setProperty(DIRECT, "false");
    try (var cluster = TestNodes.backend(2).open(site)) {
      assertThat(cluster.nodes())
          .allMatch(node -> node.address().getHostString().equals(ContainerEngine.find().host()));
      judge(cluster);
    }
  }

  @Test
  void an_image_of_the_original_proxy_server_serves_as_well() throws Exception {
    var image = "ordeal/test-of-toxiproxy:1";
    makeToxiproxyImage(image);
    try (var cluster = TestNodes.backend(2).proxies(ProxyServer.original(image)).open(site)) {
      judge(cluster);
    }
  }

  /** Like the original's: the API on port 8474 of all addresses, without being told. */
  private void makeToxiproxyImage(String image) throws IOException {
    var engine = ContainerEngine.find();
    var server = JavaImage.holding(ToxiproxyMain.class, Gson.class).build(engine);
    var context = Files.createDirectory(folder.resolve("image"));
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM %s\nCMD [\"%s\", \"-host\", \"0.0.0.0\"]\n"
            .formatted(server, ToxiproxyMain.class.getName()));
    new Images(engine).build(image, "test", context);
  }

  @Test
  void containers_that_the_user_set_up_become_nodes() throws Exception {
    var image = TestNodes.IMAGE.build();
    var backend =
        ContainerBackend.of(
                2,
                place ->
                    new GenericContainer<>(DockerImageName.parse(image))
                        .withCommand(TestNodeCommand.withClass(place).toArray(String[]::new))
                        .waitingFor(Wait.forLogMessage(".*serving.*", 1)))
            .port(7123);
    try (var cluster = backend.open(site)) {
      judge(cluster);
    }
  }

  @Test
  void an_image_can_stand_on_another_one_that_has_a_runtime() throws Exception {
    var runtime = TestNodes.IMAGE.build();
    var image = TestNodes.IMAGE.onBase(runtime);
    assertThat(image.build()).isNotEqualTo(runtime).isEqualTo(image.build());
    var backend = ContainerBackend.of(2, image).command(TestNodeCommand::withClass);
    try (var cluster = backend.open(site)) {
      judge(cluster);
    }
  }

  @Test
  void the_log_of_a_node_tells_all_its_lives_in_order() throws Exception {
    try (var cluster = TestNodes.backend(2).open(site)) {
      var processes = cluster.capability(Processes.class).orElseThrow();
      var n1 = cluster.nodes().get(0);
      processes.kill(n1);
      processes.start(n1);
      processes.pause(n1);
    }
    var log =
        Files.readAllLines(site.logs().resolve("n1.log")).stream()
            .map(line -> line.replaceAll("^--- \\S+ ", "--- "))
            .toList();
    assertThat(log)
        .containsSubsequence(
            "--- start 1 of n1", "--- kill n1", "--- start 2 of n1", "--- pause n1");
    // What a node says reaches the log a little later than what is done to it.
    assertThat(log).containsSubsequence("--- start 1 of n1", "serving");
    assertThat(log).containsSubsequence("--- start 2 of n1", "serving");
    assertThat(log).filteredOn("serving"::equals).hasSize(2);
  }

  @Test
  void an_image_that_is_nowhere_is_refused_with_a_cure() {
    assertThatThrownBy(() -> ContainerBackend.of(1, "ordeal/no-such-image:0").open(site))
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("ordeal/no-such-image:0")
        .hasMessageContaining("JavaImage");
  }

  @Test
  void a_node_that_ends_at_its_start_is_refused_with_its_last_words() {
    var backend = ContainerBackend.of(1, TestNodes.IMAGE).command(place -> List.of("no.such.Main"));
    assertThatThrownBy(() -> backend.open(site))
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("n1")
        .hasMessageContaining("no.such.Main");
    assertThat(site.data()).doesNotExist();
  }

  @Test
  void a_node_that_ends_well_at_its_start_is_refused_behind_mapped_ports_too() {
    System.setProperty(DIRECT, "false");
    var backend = ContainerBackend.of(1, TestNodes.IMAGE).command(place -> List.of("-version"));
    assertThatThrownBy(() -> backend.open(site))
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("n1 ended with exit code 0 before it was ready");
  }

  @Test
  void links_that_ended_are_no_fault_of_the_system() {
    try (var cluster = TestNodes.backend(1).open(site)) {
      var deaths = cluster.capability(Deaths.class).orElseThrow();
      assertThat(deaths.broken()).isEmpty();
      var engine = ContainerEngine.find().client();
      var ofLinks =
          Map.of(Labels.OWNER, Ownership.ofThisJvm().toString(), Labels.NODE, LinksContainer.ALIAS);
      for (var links : engine.listContainersCmd().withLabelFilter(ofLinks).exec()) {
        engine.killContainerCmd(links.getId()).exec();
      }
      assertThat(deaths.broken())
          .hasValueSatisfying(
              why -> assertThat(why).contains("exit code 137", "engine", "Run the trial again"));
    }
  }

  @Test
  void a_node_that_dies_unasked_is_told_with_its_last_words() throws Exception {
    try (var cluster = TestNodes.backend(2).open(site)) {
      var on = new ClusterDriver(cluster);
      var processes = cluster.capability(Processes.class).orElseThrow();
      var deaths = cluster.capability(Deaths.class).orElseThrow();
      processes.kill(on.node(2));
      assertThat(deaths.unasked()).isEmpty();
      on.failure(on.begin(on.node(1), Map.of("type", "crash"), Duration.ofSeconds(20)));
      Awaitility.await().until(() -> !processes.alive(on.node(1)));
      assertThat(deaths.unasked())
          .singleElement()
          .asString()
          .startsWith("n1 died though nobody killed it: it ended with exit code")
          .contains("told to crash");
    }
  }

  @Test
  void the_proxies_are_published_to_this_machine_only() {
    System.setProperty(DIRECT, "false");
    try (var cluster = TestNodes.backend(1).open(site)) {
      int port = cluster.nodes().get(0).address().getPort();
      var published =
          ContainerEngine.find().client().listContainersCmd().exec().stream()
              .flatMap(container -> Arrays.stream(container.getPorts()))
              .filter(mapped -> Objects.equals(mapped.getPublicPort(), port))
              .map(mapped -> String.valueOf(mapped.getIp()))
              .toList();
      assertThat(published).containsOnly("127.0.0.1");
    }
  }

  @Test
  void a_node_that_never_listens_is_refused_when_its_time_is_over() {
    var backend =
        TestNodes.backend(1).port(7001).command(place -> TestNodeCommand.withClass(deaf(place)));
    assertThatThrownBy(() -> backend.startTimeout(Duration.ofSeconds(3)).open(site))
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("n1 was not ready within 3.0 s")
        .hasMessageContaining("7001");
  }

  private static NodePlace deaf(NodePlace place) {
    return new NodePlace(
        place.name(),
        new dev.ordeal.harness.cluster.HostPort("127.0.0.1", 7002),
        place.peers(),
        place.data());
  }
}
