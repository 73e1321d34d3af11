package dev.ordeal.harness.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.Processes.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every backend must do alike: one set of test bodies, run against three nodes of the program
 * {@link dev.ordeal.harness.cluster.testnode.TestNode}.
 */
public abstract class ClusterConformance {
  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir private Path folder;
  private Site site;
  private Cluster cluster;
  private ClusterDriver on;
  private Node n1;
  private Node n2;
  private Node n3;

  /** The backend under test, with that many nodes that run the test program. */
  protected abstract Backend backend(int nodes);

  @BeforeEach
  void open() throws Exception {
    var logs = Files.createDirectory(folder.resolve("logs"));
    site = new Site(42, logs, Files.createDirectory(folder.resolve("data")));
    cluster = backend(3).open(site);
    on = new ClusterDriver(cluster);
    n1 = on.node(1);
    n2 = on.node(2);
    n3 = on.node(3);
  }

  @AfterEach
  void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private Network network() {
    return cluster.capability(Network.class).orElseThrow();
  }

  private Processes processes() {
    return cluster.capability(Processes.class).orElseThrow();
  }

  private static Grudge link(Node from, Node to) {
    return Grudge.oneWay(List.of(to.name()), List.of(from.name()));
  }

  @Test
  void every_node_answers_as_soon_as_the_cluster_is_open() throws Exception {
    assertThat(cluster.nodes()).extracting(Node::name).containsExactly("n1", "n2", "n3");
    for (Node node : cluster.nodes()) {
      assertThat(on.call(node, Map.of("type", "ping"))).containsEntry("type", "ping_ok");
    }
  }

  @Test
  void one_connection_carries_many_calls_each_with_its_own_answer() throws Exception {
    try (var rpc = n1.rpc()) {
      for (int key = 0; key < 20; key++) {
        on.await(rpc.call(Map.of("type", "put", "key", "k" + key, "value", key), LONG));
      }
      var first = rpc.call(Map.of("type", "get", "key", "k1"), LONG);
      var second = rpc.call(Map.of("type", "get", "key", "k2"), LONG);
      assertThat(on.await(second)).containsEntry("value", 2L);
      assertThat(on.await(first)).containsEntry("value", 1L);
    }
  }

  @Test
  void an_error_answer_fails_the_call_with_its_code() throws Exception {
    var unknown = on.begin(n1, Map.of("type", "dance"), LONG);
    assertThat(on.failure(unknown)).matches(failure -> failure.definite() && failure.code() == 10);
    var missing = on.begin(n1, Map.of("type", "get", "key", "nothing"), LONG);
    assertThat(on.failure(missing)).matches(failure -> failure.definite() && failure.code() == 20);
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
  void a_killed_node_does_not_answer_and_the_others_do() throws Exception {
    processes().kill(n2);
    assertThat(processes().alive(n2)).isFalse();
    assertThat(on.failure(on.begin(n2, Map.of("type", "ping"), LONG))).isNotNull();
    assertThat(on.answers(n1)).isTrue();
    assertThat(on.answers(n3)).isTrue();
    assertThat(processes().alive(n1)).isTrue();
  }

  @Test
  void a_restarted_node_has_what_it_synced_and_forgot_the_rest() throws Exception {
    on.call(n1, Map.of("type", "put", "key", "k", "value", "kept"));
    on.tellUntilHeard(n2, n1, "forgotten");
    processes().kill(n1);
    processes().start(n1);
    assertThat(processes().alive(n1)).isTrue();
    assertThat(on.call(n1, Map.of("type", "get", "key", "k"))).containsEntry("value", "kept");
    assertThat(on.heard(n1)).isEmpty();
    on.tellUntilHeard(n2, n1, "after");
    on.tellUntilHeard(n1, n2, "after");
  }

  @Test
  void every_acknowledged_write_survives_many_crashes() throws Exception {
    for (int crash = 0; crash < 3; crash++) {
      on.call(n3, Map.of("type", "put", "key", "k" + crash, "value", crash));
      processes().kill(n3);
      processes().start(n3);
    }
    for (long crash = 0; crash < 3; crash++) {
      var answer = on.call(n3, Map.of("type", "get", "key", "k" + crash));
      assertThat(answer).containsEntry("value", crash);
    }
  }

  @Test
  void a_paused_node_hangs_and_answers_when_it_is_resumed() throws Exception {
    processes().pause(n2);
    assertThat(processes().alive(n2)).isTrue();
    var hanging = on.begin(n2, Map.of("type", "put", "key", "k", "value", 7), LONG);
    for (int round = 0; round < 10; round++) {
      assertThat(on.answers(n1)).isTrue();
    }
    assertThat(hanging.toCompletableFuture()).isNotDone();
    processes().resume(n2);
    assertThat(on.await(hanging)).containsEntry("type", "put_ok");
    assertThat(on.call(n2, Map.of("type", "get", "key", "k"))).containsEntry("value", 7L);
  }

  @Test
  void a_call_that_is_not_answered_in_time_may_have_happened() throws Exception {
    processes().pause(n2);
    var late = on.begin(n2, Map.of("type", "ping"), Duration.ofMillis(300));
    assertThat(on.failure(late)).matches(failure -> !failure.definite() && failure.code() == 0);
    processes().resume(n2);
    assertThat(on.answers(n2)).isTrue();
  }

  @Test
  void a_paused_node_can_be_killed_and_what_it_was_asked_may_have_happened() throws Exception {
    processes().pause(n1);
    var hanging = on.begin(n1, Map.of("type", "put", "key", "k", "value", 1), LONG);
    for (int round = 0; round < 10; round++) {
      assertThat(on.answers(n2)).isTrue();
    }
    processes().kill(n1);
    assertThat(processes().alive(n1)).isFalse();
    assertThat(on.failure(hanging).definite()).isFalse();
    processes().start(n1);
    assertThat(on.answers(n1)).isTrue();
  }

  @Test
  void a_node_that_is_stopped_ends_by_itself_and_keeps_what_it_wrote() throws Exception {
    on.call(n1, Map.of("type", "put", "key", "k", "value", "kept"));
    assertThat(processes().stop(n1)).isEqualTo(Ending.BY_ITSELF);
    assertThat(processes().alive(n1)).isFalse();
    assertThat(on.failure(on.begin(n1, Map.of("type", "ping"), LONG))).isNotNull();
    assertThat(on.answers(n2)).isTrue();
    assertThat(processes().stop(n1)).isEqualTo(Ending.BY_ITSELF);
    processes().start(n1);
    assertThat(on.call(n1, Map.of("type", "get", "key", "k"))).containsEntry("value", "kept");
    cluster.capability(Deaths.class).ifPresent(told -> assertThat(told.unasked()).isEmpty());
  }

  @Test
  void a_paused_node_can_be_stopped() throws Exception {
    processes().pause(n2);
    assertThat(processes().stop(n2)).isEqualTo(Ending.BY_ITSELF);
    assertThat(processes().alive(n2)).isFalse();
    processes().start(n2);
    assertThat(on.answers(n2)).isTrue();
  }

  @Test
  void nodes_that_are_killed_together_are_all_dead_and_start_again() throws Exception {
    on.call(n3, Map.of("type", "put", "key", "k", "value", 3));
    processes().killTogether(cluster.nodes());
    for (Node node : cluster.nodes()) {
      assertThat(processes().alive(node)).isFalse();
      assertThat(on.failure(on.begin(node, Map.of("type", "ping"), LONG))).isNotNull();
    }
    cluster.nodes().forEach(processes()::start);
    assertThat(on.call(n3, Map.of("type", "get", "key", "k"))).containsEntry("value", 3L);
    on.tellUntilHeard(n1, n2, "after");
  }

  @Test
  void a_stalled_node_hangs_and_answers_when_it_is_released() throws Exception {
    var jvms = cluster.capability(Jvms.class).orElseThrow();
    assumeThat(jvms.obstacle(Jvms.Deed.STALL, n2)).isEmpty();
    var held = jvms.stall(n2);
    assertThat(processes().alive(n2)).isTrue();
    var hanging = on.begin(n2, Map.of("type", "put", "key", "k", "value", 7), LONG);
    for (int round = 0; round < 10; round++) {
      assertThat(on.answers(n1)).isTrue();
    }
    assertThat(hanging.toCompletableFuture()).isNotDone();
    held.release();
    held.release();
    assertThat(on.await(hanging)).containsEntry("type", "put_ok");
    jvms.stall(n2).release();
    assertThat(on.answers(n2)).isTrue();
  }

  @Test
  void a_stalled_node_can_be_killed() throws Exception {
    var jvms = cluster.capability(Jvms.class).orElseThrow();
    assumeThat(jvms.obstacle(Jvms.Deed.STALL, n2)).isEmpty();
    var held = jvms.stall(n2);
    processes().kill(n2);
    assertThat(processes().alive(n2)).isFalse();
    held.release();
    processes().start(n2);
    assertThat(on.answers(n2)).isTrue();
  }

  @Test
  void a_node_that_is_starved_of_processor_time_answers_over_all_its_lives() throws Exception {
    var pressure = cluster.capability(Pressure.class).orElseThrow();
    assertThat(pressure.obstacle(Pressure.Resource.CPU, n1)).isEmpty();
    var pressed = pressure.press(n1, Pressure.Resource.CPU, 0.5);
    assertThat(on.answers(n1)).isTrue();
    processes().kill(n1);
    processes().start(n1);
    assertThat(on.answers(n1)).isTrue();
    pressed.lift();
    pressed.lift();
    assertThat(on.answers(n1)).isTrue();
    assertThat(on.answers(n2)).isTrue();
  }

  @Test
  void every_verb_may_be_repeated() throws Exception {
    var processes = processes();
    processes.start(n1);
    processes.resume(n1);
    processes.pause(n1);
    processes.pause(n1);
    processes.resume(n1);
    processes.resume(n1);
    assertThat(on.answers(n1)).isTrue();
    processes.kill(n1);
    processes.kill(n1);
    processes.start(n1);
    processes.start(n1);
    assertThat(on.answers(n1)).isTrue();
  }

  @Test
  void a_dead_node_cannot_be_paused_and_the_refusal_names_it() {
    processes().kill(n2);
    assertThatThrownBy(() -> processes().pause(n2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("n2");
  }

  @Test
  void a_node_stays_the_same_node_over_a_restart() throws Exception {
    var before = addresses();
    processes().kill(n3);
    processes().start(n3);
    assertThat(cluster.nodes()).containsExactly(n1, n2, n3);
    assertThat(addresses()).isEqualTo(before);
    assertThat(on.answers(n3)).isTrue();
  }

  private Map<String, Object> addresses() {
    var addresses = new TreeMap<String, Object>();
    for (Node node : cluster.nodes()) {
      try {
        addresses.put(node.name(), node.address());
      } catch (UnsupportedOperationException simulated) {
        addresses.put(node.name(), simulated.getMessage());
      }
    }
    return addresses;
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

  @Test
  void closing_ends_every_node_and_keeps_the_logs() throws Exception {
    processes().pause(n2);
    cluster.close();
    cluster.close();
    for (Node node : cluster.nodes()) {
      assertThat(processes().alive(node)).isFalse();
      assertThat(on.failure(on.begin(node, Map.of("type", "ping"), LONG))).isNotNull();
      assertThat(site.logs().resolve(node.name() + ".log")).isNotEmptyFile();
    }
    assertThat(site.data()).doesNotExist();
  }

  @Test
  void the_lines_of_a_log_are_told_from_now_on_over_all_starts_until_told_no_more()
      throws Exception {
    var logs = cluster.capability(Logs.class).orElseThrow();
    var lines = new CopyOnWriteArrayList<String>();
    var first = new CopyOnWriteArrayList<String>();
    // One that answers has printed all of its first start.
    assertThat(on.answers(n1)).isTrue();
    var following = logs.follow(n1, lines::add);
    var once = logs.follow(n1, first::add);
    processes().kill(n1);
    processes().start(n1);
    on.eventually("a start is told", () -> lines.contains("serving"));
    on.eventually("a start is told to all", () -> first.contains("serving"));
    once.close();
    processes().kill(n1);
    processes().start(n1);
    on.eventually("two starts are told", () -> count(lines, "serving") == 2);
    following.close();
    assertThat(first).as("told no more").containsOnlyOnce("serving");
    assertThat(lines).as("what the harness notes").noneMatch(line -> line.startsWith("--"));
  }

  private static long count(List<String> lines, String line) {
    return lines.stream().filter(line::equals).count();
  }

  @Test
  void a_node_whose_storage_is_erased_starts_as_new() throws Exception {
    var storage = cluster.capability(Storage.class);
    assumeThat(storage).as("the backend can erase").isPresent();
    on.call(n1, Map.of("type", "put", "key", "k", "value", 1));
    on.call(n2, Map.of("type", "put", "key", "k", "value", 2));
    assertThatThrownBy(() -> storage.get().erase(n1)).hasMessageContaining("kill it");
    processes().kill(n1);
    storage.get().erase(n1);
    processes().start(n1);
    var gone = on.begin(n1, Map.of("type", "get", "key", "k"), LONG);
    assertThat(on.failure(gone).code()).isEqualTo(20);
    assertThat(on.call(n2, Map.of("type", "get", "key", "k"))).containsEntry("value", 2L);
  }

  @Test
  void a_capability_that_a_backend_lacks_is_empty() {
    assertThat(cluster.capability(Runnable.class)).isEmpty();
    assertThat(cluster.capability(Set.class)).isEmpty();
  }

  @Test
  void the_cluster_names_its_backend() {
    assertThat(cluster.backend()).isEqualTo(backend(3).name());
    assertThat(backend(3).describe()).contains("3");
  }
}
