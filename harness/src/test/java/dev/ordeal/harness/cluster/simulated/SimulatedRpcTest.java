package dev.ordeal.harness.cluster.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.client.RpcException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedRpcTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path folder;
  private Recorder nodes;

  @BeforeEach
  void open() throws Exception {
    nodes = new Recorder(1, folder, backend -> backend);
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private static RpcException failure(CompletionStage<?> call) {
    try {
      throw new AssertionError("answered " + call.toCompletableFuture().getNow(null));
    } catch (CompletionException failed) {
      return (RpcException) failed.getCause();
    }
  }

  @Test
  void a_dead_node_refuses_and_the_request_certainly_did_not_happen() {
    nodes.processes().kill(nodes.node("n1"));
    var call = nodes.node("n1").rpc().call(Map.of("type", "say"), SECOND);
    assertThat(call.toCompletableFuture()).isNotDone();
    nodes.run(SECOND);
    assertThat(failure(call)).returns(true, RpcException::definite).returns(11, RpcException::code);
  }

  @Test
  void a_node_that_dies_before_it_answers_leaves_the_request_open() {
    var call = nodes.node("n1").rpc().call(Map.of("type", "mute"), SECOND);
    nodes.processes().kill(nodes.node("n1"));
    nodes.processes().start(nodes.node("n1"));
    nodes.run(SECOND.dividedBy(2));
    assertThat(failure(call))
        .returns(false, RpcException::definite)
        .returns(13, RpcException::code);
    assertThat(nodes.seen("n1")).isEmpty();
  }

  @Test
  void an_answer_that_was_under_way_when_the_node_died_still_arrives() throws Exception {
    try (var slow = new Recorder(1, folder.resolve("slow"), SimulatedRpcTest::tenMillis)) {
      var call = slow.node("n1").rpc().call(Map.of("type", "say"), SECOND);
      slow.run(Duration.ofMillis(15));
      slow.processes().kill(slow.node("n1"));
      slow.run(Duration.ofMillis(5));
      assertThat(call.toCompletableFuture().getNow(null)).containsEntry("type", "ok");
    }
  }

  private static SimulatedBackend tenMillis(SimulatedBackend backend) {
    return backend.clientLatency(LatencyDistribution.constant(Duration.ofMillis(10)));
  }

  @Test
  void a_late_answer_is_dropped_and_does_not_answer_the_next_call() {
    var rpc = nodes.node("n1").rpc();
    nodes.processes().pause(nodes.node("n1"));
    var late = rpc.call(Map.of("type", "say", "text", "late"), SECOND);
    nodes.run(SECOND);
    assertThat(failure(late)).returns(false, RpcException::definite).returns(0, RpcException::code);
    nodes.processes().resume(nodes.node("n1"));
    var next = rpc.call(Map.of("type", "mute"), SECOND);
    nodes.run(SECOND);
    assertThat(failure(next).code()).isZero();
    assertThat(nodes.seen("n1")).contains("late");
  }

  @Test
  void the_requests_of_one_connection_arrive_in_order() {
    var rpc = nodes.node("n1").rpc();
    var sent = new ArrayList<Object>();
    for (long text = 0; text < 50; text++) {
      rpc.call(Map.of("type", "say", "text", text), SECOND);
      sent.add(text);
    }
    nodes.run(SECOND);
    assertThat(nodes.seen("n1")).isEqualTo(sent);
  }

  @Test
  void closing_a_connection_leaves_its_requests_open_and_refuses_new_ones() {
    var rpc = nodes.node("n1").rpc();
    var open = rpc.call(Map.of("type", "say"), SECOND);
    rpc.close();
    rpc.close();
    assertThat(failure(open)).returns(false, RpcException::definite);
    assertThat(failure(rpc.call(Map.of("type", "say"), SECOND)).definite()).isTrue();
  }

  @Test
  void only_plain_data_travels_and_the_message_names_what_does_not() {
    var rpc = nodes.node("n1").rpc();
    assertThatThrownBy(() -> rpc.call(Map.of("type", "say", "text", SECOND), SECOND))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.time.Duration");
  }

  @Test
  void what_is_changed_after_it_was_sent_arrives_as_it_was() {
    var body = new HashMap<String, Object>(Map.of("type", "say", "text", "as sent"));
    nodes.node("n1").rpc().call(body, SECOND);
    body.put("text", "as changed");
    nodes.run(SECOND);
    assertThat(nodes.seen("n1")).containsExactly("as sent");
  }

  @Test
  void a_program_that_changes_a_message_crashes_as_messages_are_immutable() {
    nodes.node("n1").rpc().call(Map.of("type", "leak"), SECOND);
    nodes.run(SECOND);
    assertThat(nodes.processes().alive(nodes.node("n1"))).isFalse();
  }

  @Test
  void a_simulated_node_has_no_address_and_says_what_to_use_instead() {
    assertThatThrownBy(() -> nodes.node("n1").address())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "n1 is simulated and has no address; use Node.rpc(), or a backend of real processes");
  }
}
