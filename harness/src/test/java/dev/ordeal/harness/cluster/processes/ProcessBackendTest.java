package dev.ordeal.harness.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ordeal.harness.client.RpcException;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.ClusterDriver;
import dev.ordeal.harness.cluster.Deaths;
import dev.ordeal.harness.cluster.Leadership;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ProcessBackendTest {
  @TempDir private Path folder;
  private Site site;

  @BeforeEach
  void lay() throws IOException {
    site =
        new Site(
            1,
            Files.createDirectory(folder.resolve("logs")),
            Files.createDirectory(folder.resolve("data")));
  }

  private static ProcessBackend shell(int nodes, String script) {
    return ProcessBackend.of(nodes, place -> List.of("/bin/sh", "-c", script));
  }

  private SetupFailure failure(ProcessBackend backend) {
    var failure = catchThrowableOfType(SetupFailure.class, () -> backend.open(site).close());
    assertThat(failure).isNotNull();
    assertThat(site.data()).doesNotExist();
    return failure;
  }

  private String log(String node) throws IOException {
    return Files.readString(site.logs().resolve(node + ".log"));
  }

  @Test
  void a_node_that_ends_at_its_start_is_explained_by_its_exit_code_log_and_command() {
    assertThat(failure(shell(2, "echo no such flag: --frob >&2; exit 3")))
        .hasMessageContaining("n1 ended with exit code 3 before it was ready")
        .hasMessageContaining("| no such flag: --frob")
        .hasMessageContaining(site.logs().resolve("n1.log").toString())
        .hasMessageContaining("command: /bin/sh -c");
  }

  @Test
  void a_node_that_never_listens_is_ended_and_the_port_named() throws Exception {
    var silent = shell(1, "echo $$; exec sleep 300").startTimeout(Duration.ofMillis(400));
    assertThat(failure(silent))
        .hasMessageContaining("n1 was not ready within 0.4 s")
        .hasMessageMatching("(?s).*port 127.0.0.1:\\d+ does not accept a connection.*");
    var pid = log("n1").lines().filter(line -> line.matches("\\d+")).findFirst().orElseThrow();
    assertThat(ProcessHandle.of(Long.parseLong(pid))).isEmpty();
  }

  @Test
  void a_command_that_does_not_exist_is_named() {
    assertThat(failure(ProcessBackend.of(1, place -> List.of("/no/such/program", "--x"))))
        .hasMessageContaining("n1 cannot be started")
        .hasMessageContaining("/no/such/program --x");
  }

  @Test
  void a_node_that_listens_but_never_says_ready_is_told_apart() {
    var never =
        ProcessBackend.of(1, TestNodes.command())
            .startTimeout(Duration.ofSeconds(2))
            .readyWhen(node -> false);
    assertThat(failure(never)).hasMessageContaining("readyWhen says no");
  }

  @Test
  void what_a_readiness_test_threw_last_is_told() {
    var refusing =
        ProcessBackend.of(1, TestNodes.command())
            .startTimeout(Duration.ofSeconds(2))
            .readyWhen(
                node -> {
                  throw new IllegalStateException("DENIED by " + node.name());
                });
    assertThat(failure(refusing))
        .hasMessageContaining("readyWhen says no (java.lang.IllegalStateException: DENIED by n1)");
  }

  @Test
  void a_readiness_test_that_hangs_does_not_hang_the_trial() {
    var hanging =
        ProcessBackend.of(1, TestNodes.command())
            .startTimeout(Duration.ofSeconds(2))
            .readyWhen(
                node -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException end) {
                    // The same as no.
                  }
                  return false;
                });
    assertThat(failure(hanging)).hasMessageContaining("was not ready within 2.0 s");
  }

  @Test
  void readiness_may_ask_the_node_itself() throws Exception {
    var asked = new AtomicInteger();
    var asking =
        ProcessBackend.of(2, TestNodes.command())
            .readyWhen(
                node -> {
                  try (var rpc = node.rpc()) {
                    rpc.call(Map.of("type", "ping"), Duration.ofSeconds(5))
                        .toCompletableFuture()
                        .join();
                  }
                  return asked.incrementAndGet() > 3;
                });
    try (var cluster = asking.open(site)) {
      assertThat(asked.get()).isGreaterThan(4);
      assertThat(new ClusterDriver(cluster).answers(cluster.nodes().get(0))).isTrue();
    }
  }

  @Test
  void a_port_that_was_taken_in_the_meantime_is_replaced() throws Exception {
    var taken = "[ -e tried ] || { touch tried; echo 'bind: Address already in use'; exit 1; }; ";
    var split =
        ProcessBackend.of(
            3,
            place -> {
              var command = new ArrayList<String>();
              if (place.name().equals("n2")) {
                command.addAll(List.of("/bin/sh", "-c", taken + "exec \"$@\"", "sh"));
              }
              command.addAll(TestNodes.command().apply(place));
              return command;
            });
    try (var cluster = split.open(site)) {
      var on = new ClusterDriver(cluster);
      on.tellUntilHeard(on.node(1), on.node(2), "found you");
      on.tellUntilHeard(on.node(2), on.node(3), "so did I");
    }
    var listens = log("n2").lines().filter(line -> line.contains(" of n2 at ")).toList();
    assertThat(listens).hasSize(2);
    assertThat(listens.get(0).replaceAll(".* ", ""))
        .isNotEqualTo(listens.get(1).replaceAll(".* ", ""));
  }

  @Test
  void one_log_tells_all_the_lives_of_a_node() throws Exception {
    try (var cluster = ProcessBackend.of(1, TestNodes.command()).open(site)) {
      var on = new ClusterDriver(cluster);
      var processes = cluster.capability(Processes.class).orElseThrow();
      var node = on.node(1);
      assertThat(on.answers(node)).isTrue();
      processes.pause(node);
      processes.resume(node);
      processes.kill(node);
      processes.start(node);
      assertThat(on.answers(node)).isTrue();
    }
    assertThat(log("n1").lines().map(line -> line.replaceFirst("^--- \\S+ ", "--- ")).toList())
        .filteredOn(line -> line.startsWith("---") || line.equals("serving"))
        .extracting(line -> line.replaceAll(" at .*", ""))
        .containsSubsequence(
            "--- start 1 of n1",
            "serving",
            "--- paused",
            "--- resumed",
            "--- killed",
            "--- start 2 of n1",
            "serving",
            "--- killed");
  }

  @Test
  void a_node_that_crashes_by_itself_is_dead_and_can_be_started_again() throws Exception {
    try (var cluster = ProcessBackend.of(1, TestNodes.command()).open(site)) {
      var on = new ClusterDriver(cluster);
      var processes = cluster.capability(Processes.class).orElseThrow();
      on.failure(on.begin(on.node(1), Map.of("type", "crash"), Duration.ofSeconds(20)));
      Awaitility.await().until(() -> !processes.alive(on.node(1)));
      processes.start(on.node(1));
      assertThat(on.answers(on.node(1))).isTrue();
    }
  }

  @Test
  void a_node_that_dies_unasked_is_told_with_its_last_words() throws Exception {
    try (var cluster = ProcessBackend.of(2, TestNodes.command()).open(site)) {
      var on = new ClusterDriver(cluster);
      var processes = cluster.capability(Processes.class).orElseThrow();
      var deaths = cluster.capability(Deaths.class).orElseThrow();
      processes.kill(on.node(2));
      processes.start(on.node(2));
      processes.kill(on.node(2));
      assertThat(deaths.unasked()).isEmpty();
      on.failure(on.begin(on.node(1), Map.of("type", "crash"), Duration.ofSeconds(20)));
      Awaitility.await().until(() -> !processes.alive(on.node(1)));
      processes.kill(on.node(1));
      processes.start(on.node(1));
      assertThat(deaths.unasked())
          .singleElement()
          .asString()
          .startsWith("n1 died though nobody killed it: it ended with exit code")
          .contains("told to crash");
    }
  }

  @Test
  void a_restart_that_never_gets_ready_leaves_nobody_who_passes_for_started() {
    var starts = new AtomicInteger();
    var once =
        ProcessBackend.of(
                1,
                place ->
                    starts.incrementAndGet() == 1
                        ? TestNodes.command().apply(place)
                        : List.of("/bin/sh", "-c", "exec sleep 300"))
            .startTimeout(Duration.ofSeconds(5));
    try (var cluster = once.open(site)) {
      var processes = cluster.capability(Processes.class).orElseThrow();
      var n1 = cluster.nodes().get(0);
      processes.kill(n1);
      assertThatThrownBy(() -> processes.start(n1)).hasMessageContaining("was not ready");
      assertThat(processes.alive(n1)).isFalse();
    }
  }

  @Test
  void who_has_taken_the_port_of_a_dead_node_does_not_pass_for_it() throws Exception {
    var port = new AtomicInteger();
    var backend =
        ProcessBackend.of(
                1,
                place -> {
                  port.set(place.listen().port());
                  return TestNodes.command().apply(place);
                })
            .startTimeout(Duration.ofSeconds(5));
    try (var cluster = backend.open(site)) {
      var on = new ClusterDriver(cluster);
      var processes = cluster.capability(Processes.class).orElseThrow();
      processes.kill(on.node(1));
      try (var stranger = new ServerSocket(port.get(), 1_000, InetAddress.getByName("127.0.0.1"))) {
        assertThatThrownBy(() -> processes.start(on.node(1)))
            .hasMessageContaining(
                "another program listens on its port 127.0.0.1:" + stranger.getLocalPort());
        assertThat(processes.alive(on.node(1))).isFalse();
      }
      processes.start(on.node(1));
      assertThat(on.answers(on.node(1))).isTrue();
    }
  }

  @Test
  void what_is_asked_of_a_killed_node_certainly_does_not_happen() throws Exception {
    try (var cluster = ProcessBackend.of(1, TestNodes.command()).open(site)) {
      var on = new ClusterDriver(cluster);
      cluster.capability(Processes.class).orElseThrow().kill(on.node(1));
      var refused = on.begin(on.node(1), Map.of("type", "ping"), Duration.ofSeconds(20));
      assertThat(on.failure(refused)).matches(RpcException::definite);
    }
  }

  @Test
  void a_restart_that_fails_says_why() throws Exception {
    var starts = new AtomicInteger();
    var once =
        ProcessBackend.of(
            1,
            place ->
                starts.incrementAndGet() == 1
                    ? TestNodes.command().apply(place)
                    : List.of("/bin/sh", "-c", "echo disk on fire; exit 9"));
    try (var cluster = once.open(site)) {
      var processes = cluster.capability(Processes.class).orElseThrow();
      processes.kill(cluster.nodes().get(0));
      assertThatThrownBy(() -> processes.start(cluster.nodes().get(0)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("n1 ended with exit code 9")
          .hasMessageContaining("disk on fire");
    }
  }

  @Test
  void the_environment_reaches_the_node() throws Exception {
    var backend =
        shell(1, "echo \"$GREETING from $PWD\"; exit 1")
            .environment(place -> Map.of("GREETING", "hello " + place.name()));
    failure(backend);
    assertThat(log("n1")).contains("hello n1 from " + site.data().resolve("n1"));
  }

  @Test
  void leadership_is_what_the_system_under_test_says() throws Exception {
    var plain = ProcessBackend.of(2, TestNodes.command());
    try (Cluster cluster = plain.leader(nodes -> Optional.of(nodes.get(1))).open(site)) {
      var leadership = cluster.capability(Leadership.class).orElseThrow();
      assertThat(leadership.leader()).contains(cluster.nodes().get(1));
    }
  }

  @Test
  void a_cluster_of_no_nodes_is_refused() {
    assertThatThrownBy(() -> shell(0, "true")).isInstanceOf(IllegalArgumentException.class);
  }
}
