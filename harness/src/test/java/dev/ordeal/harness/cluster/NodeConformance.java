package dev.ordeal.harness.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ordeal.harness.cluster.Processes.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the nodes of every backend, and what is kept of them, must do alike. */
public abstract class NodeConformance extends Conformance {
  private Node n3;

  /** With three nodes. */
  protected NodeConformance() {
    super(3);
  }

  @BeforeEach
  void nameTheThird() {
    n3 = on.node(3);
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
  void closing_ends_every_node_and_keeps_the_logs() throws Exception {
    openAlone();
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
