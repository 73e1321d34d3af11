package dev.ordeal.harness.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.cluster.Node;
import dev.ordeal.history.Op;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RpcClientTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private LineServer server;

  @BeforeEach
  void open() throws IOException {
    server = new LineServer();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void a_request_is_the_f_with_the_fields_of_the_value_and_who_asks() throws Exception {
    server.answer(request -> Map.of("type", "write_ok"));

    answerTo(Op.invoke("write", Map.of("token", 3L)), RpcClient.connector(LONG));

    assertThat(asked())
        .isEqualTo(Map.of("type", "write", "owner", "p4", "token", 3L, "msg_id", 1L));
  }

  @Test
  void a_value_without_fields_is_the_field_value() throws Exception {
    server.answer(request -> Map.of("type", "add_ok"));

    answerTo(Op.invoke("add", 5L), RpcClient.connector(LONG));

    assertThat(asked()).isEqualTo(Map.of("type", "add", "owner", "p4", "value", 5L, "msg_id", 1L));
  }

  @Test
  void the_output_is_what_the_answer_says() throws Exception {
    server.answer(request -> Map.of("type", "read_ok", "msg_id", 9, "value", 7));

    Op answer = answerTo(Op.invoke("read"), RpcClient.connector(LONG));

    assertThat(answer.type()).isEqualTo(Op.Type.OK);
    assertThat(answer.value()).isEqualTo(Map.of("value", 7L));
  }

  @Test
  void an_answer_that_says_nothing_lets_the_value_stand() throws Exception {
    server.answer(request -> Map.of("type", "write_ok"));

    Op answer = answerTo(Op.invoke("write", 7L), RpcClient.connector(LONG));

    assertThat(answer.value()).isEqualTo(7L);
  }

  @Test
  void another_wording_says_what_is_sent_and_what_an_answer_means() throws Exception {
    server.answer(request -> Map.of("type", "done", "version", 12));

    Op answer = answerTo(Op.invoke("add", "book"), RpcClient.connector(LONG, new Shelf()));

    assertThat(asked()).isEqualTo(Map.of("type", "put", "item", "book", "msg_id", 1L));
    assertThat(answer.value()).isEqualTo(12L);
  }

  @Test
  void an_error_fails_as_what_it_is_in_any_wording() {
    server.answer(request -> Map.of("type", "error", "code", 22, "text", "the shelf is full"));

    var connector = RpcClient.connector(LONG, new Shelf());
    assertThatThrownBy(() -> answerTo(Op.invoke("add", "book"), connector))
        .isInstanceOfSatisfying(
            RpcException.class, refusal -> assertThat(refusal.definite()).isTrue())
        .hasMessageContaining("the shelf is full");
  }

  private Op answerTo(Op op, Client.Connector connector) throws Exception {
    try (var client = connector.connect(new Served(server.address()))) {
      return client.invoke(op.withProcess(4));
    }
  }

  private Object asked() throws InterruptedException {
    return server.messages().take().get("body");
  }

  /** A system that shelves things in its own words. */
  private static final class Shelf implements Wording {
    @Override
    public Map<String, Object> request(Op op) {
      return Map.of("type", "put", "item", op.value());
    }

    @Override
    public Object output(Op op, Map<String, Object> answer) {
      return answer.get("version");
    }
  }

  private record Served(InetSocketAddress address) implements Node {
    @Override
    public String name() {
      return "n1";
    }

    @Override
    public Rpc rpc() {
      return new TcpRpc(name(), address);
    }
  }
}
