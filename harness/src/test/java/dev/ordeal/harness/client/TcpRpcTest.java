package dev.ordeal.harness.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpRpcTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);

  private LineServer server;
  private TcpRpc rpc;

  @BeforeEach
  void open() throws IOException {
    server = new LineServer();
    rpc = new TcpRpc("n1", server.address());
  }

  @AfterEach
  void close() throws IOException {
    rpc.close();
    server.close();
  }

  @Test
  void an_answer_completes_the_call_with_its_body() throws Exception {
    server.answer(request -> Map.of("type", "read_ok", "echo", request.get("value")));

    var answer = rpc.call(Map.of("type", "read", "value", 7), LONG).toCompletableFuture().get();

    assertThat(answer).contains(entry("type", "read_ok"), entry("echo", 7L));
  }

  @Test
  void a_message_names_its_sender_its_receiver_and_itself() throws Exception {
    server.answer(request -> Map.of("type", "ok"));

    rpc.call(Map.of("type", "ping"), LONG).toCompletableFuture().get();

    var message = server.messages().take();
    assertThat(message).contains(entry("src", rpc.src()), entry("dest", "n1"));
    assertThat(message.get("body")).isEqualTo(Map.of("type", "ping", "msg_id", 1L));
    try (var other = new TcpRpc("n1", server.address())) {
      assertThat(other.src()).startsWith("c").isNotEqualTo(rpc.src());
    }
  }

  @Test
  void whole_numbers_arrive_as_long_and_others_as_double() throws Exception {
    server.answer(request -> Map.of("type", "ok", "echo", request.get("values")));
    var values = List.of(1, 2.5, Long.MAX_VALUE, -3L, List.of(4));

    var answer =
        rpc.call(Map.of("type", "echo", "values", values), LONG).toCompletableFuture().get();

    assertThat(answer.get("echo")).isEqualTo(List.of(1L, 2.5, Long.MAX_VALUE, -3L, List.of(4L)));
  }

  @Test
  void null_is_carried_both_ways() throws Exception {
    server.answer(
        request -> {
          var answer = new LinkedHashMap<String, Object>();
          answer.put("echo", request.get("value"));
          answer.put("had", request.containsKey("value"));
          return answer;
        });
    var body = new LinkedHashMap<String, Object>();
    body.put("value", null);

    var answer = rpc.call(body, LONG).toCompletableFuture().get();

    assertThat(answer).contains(entry("echo", null), entry("had", true));
  }

  @Test
  void answers_find_their_calls_in_any_order_and_any_size() throws Exception {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    server.answerShuffled(20, seed, request -> Map.of("echo", request.get("text")));
    var texts = new ArrayList<String>();
    var calls = new ArrayList<CompletionStage<Map<String, Object>>>();
    for (int i = 0; i < 200; i++) {
      texts.add(i + "é".repeat(random.nextInt(1, 1 << random.nextInt(1, 17))));
      calls.add(rpc.call(Map.of("type", "echo", "text", texts.get(i)), LONG));
    }
    for (int i = 0; i < calls.size(); i++) {
      assertThat(calls.get(i).toCompletableFuture().get())
          .as("call %s of seed %s", i, seed)
          .contains(entry("echo", texts.get(i)));
    }
  }

  @Test
  void a_definite_error_code_means_that_it_did_not_happen() {
    server.answer(request -> Map.of("type", "error", "code", 22, "text", "held"));

    assertThat(failure(rpc.call(Map.of("type", "acquire"), LONG)))
        .hasMessage("held")
        .matches(RpcException::definite)
        .matches(failure -> failure.code() == 22);
  }

  @Test
  void an_unknown_error_code_means_that_nobody_knows() {
    server.answer(request -> Map.of("type", "error", "code", 4711, "text", "odd"));

    assertThat(failure(rpc.call(Map.of("type", "acquire"), LONG)))
        .matches(failure -> !failure.definite())
        .matches(failure -> failure.code() == 4711);
  }

  @Test
  void no_answer_in_time_means_that_nobody_knows() {
    server.swallow();

    assertThat(failure(rpc.call(Map.of("type", "acquire"), SHORT)))
        .hasMessageContaining("no answer from n1 within 50 ms")
        .matches(failure -> !failure.definite())
        .matches(failure -> failure.code() == 0);
  }

  @Test
  void an_answer_after_the_time_out_is_not_taken_for_the_next_one() throws Exception {
    server.swallow();
    failure(rpc.call(Map.of("type", "first"), SHORT));
    var late = server.messages().take();
    var next = rpc.call(Map.of("type", "second"), LONG);
    var second = server.messages().take();

    server.send(late, Map.of("type", "late"));
    server.send(second, Map.of("type", "in_time"));

    assertThat(next.toCompletableFuture().get()).contains(entry("type", "in_time"));
  }

  @Test
  void a_refused_connection_means_that_it_did_not_happen() throws IOException {
    server.close();

    assertThat(failure(rpc.call(Map.of("type", "acquire"), LONG)))
        .hasMessageContaining("cannot connect to n1")
        .matches(RpcException::definite)
        .matches(failure -> failure.code() == 11);
  }

  @Test
  void a_connection_lost_in_flight_means_that_nobody_knows() throws Exception {
    server.swallow();
    var call = rpc.call(Map.of("type", "acquire"), LONG);
    server.messages().take();

    server.dropConnections();

    assertThat(failure(call))
        .hasMessageContaining("lost the connection to n1")
        .matches(failure -> !failure.definite())
        .matches(failure -> failure.code() == 13);
  }

  @Test
  void what_never_left_before_its_time_out_did_not_happen() throws Exception {
    // The backlog of a listener that never accepts fills up, and then connects hang.
    try (var full = new ServerSocket(0, 1, LineServer.loopback())) {
      var address = new InetSocketAddress(LineServer.loopback(), full.getLocalPort());
      var clients = new ArrayList<TcpRpc>();
      var failures = new ArrayList<RpcException>();
      for (int i = 0; i < 8; i++) {
        clients.add(new TcpRpc("n1", address));
      }
      for (var client : clients) {
        failures.add(failure(client.call(Map.of("type", "acquire"), Duration.ofMillis(100))));
      }
      clients.forEach(TcpRpc::close);

      assertThat(failures).anyMatch(failure -> failure.definite() && failure.code() == 11);
      assertThat(failures).allMatch(failure -> failure.definite() == (failure.code() == 11));
    }
  }

  @Test
  void the_next_call_after_a_loss_connects_again() throws Exception {
    server.answer(request -> Map.of("type", "ok"));
    rpc.call(Map.of("type", "ping"), LONG).toCompletableFuture().get();
    var end = new CountDownLatch(1);
    server.swallow();
    rpc.call(Map.of("type", "ping"), LONG).whenComplete((answer, failure) -> end.countDown());
    server.awaitSwallowed();
    server.dropConnections();
    assertThat(end.await(30, SECONDS)).isTrue();
    server.answer(request -> Map.of("type", "again"));

    assertThat(rpc.call(Map.of("type", "ping"), LONG).toCompletableFuture().get())
        .contains(entry("type", "again"));
  }

  @Test
  void a_line_that_is_no_message_ends_the_connection_and_says_so() {
    server.answerWith("{\"body\": nonsense");

    assertThat(failure(rpc.call(Map.of("type", "ping"), LONG)))
        .hasMessageContaining("nonsense")
        .matches(failure -> failure.code() == 13);
  }

  @Test
  void a_closed_client_fails_its_calls_and_sends_no_more() throws Exception {
    server.swallow();
    var call = rpc.call(Map.of("type", "ping"), LONG);
    server.messages().take();

    rpc.close();
    rpc.close();

    assertThat(failure(call)).matches(failure -> failure.code() == 13);
    assertThat(failure(rpc.call(Map.of("type", "ping"), LONG))).matches(RpcException::definite);
  }

  @Test
  void what_is_not_plain_data_is_refused_at_the_call() {
    assertThatThrownBy(() -> rpc.call(Map.of("value", new Object()), LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not plain data");
  }

  private static RpcException failure(CompletionStage<?> call) {
    var thrown = catchThrowable(() -> call.toCompletableFuture().get(30, SECONDS));
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    assertThat(thrown.getCause()).isInstanceOf(RpcException.class);
    return (RpcException) thrown.getCause();
  }
}
