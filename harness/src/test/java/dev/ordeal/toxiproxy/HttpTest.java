package dev.ordeal.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests are read, routed and answered. */
class HttpTest {
  private static final String PROXY =
      "{\"name\":\"a\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"127.0.0.1:1\"}";

  private ToxiproxyServer server;
  private Wire wire;

  @BeforeEach
  void start() throws Exception {
    server = ToxiproxyServer.builder().start();
    wire = new Wire(server.port());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void paths_and_methods_that_are_not_there_are_told_apart() throws Exception {
    wire.post("/proxies", PROXY);
    for (String path :
        List.of("/", "/x", "/proxies/", "/proxies/a/", "/metrics", "/proxies/a%2Fb")) {
      wire.get(path).is(404, "404 page not found\n");
    }
    wire.send("PUT", "/proxies", "").is(405, "");
    wire.send("OPTIONS", "/proxies/a", "").is(405, "");
    wire.get("/reset").is(405, "");
    Wire.Answer moved = wire.get("//proxies");
    assertThat(moved.status()).isEqualTo(301);
    assertThat(moved.headers()).containsEntry("location", "/proxies");
  }

  @Test
  void browsers_are_turned_away_but_only_where_there_is_something() throws Exception {
    wire.raw(agent("/proxies", "Mozilla/5.0 (X11)")).is(403, "User agent not allowed\n");
    assertThat(wire.raw(agent("/nothing", "Mozilla/5.0 (X11)")).status()).isEqualTo(404);
    assertThat(wire.raw(agent("/proxies", "curl/8")).status()).isEqualTo(200);
  }

  @Test
  void web_pages_are_turned_away_whatever_their_agent() throws Exception {
    wire.raw("POST /reset HTTP/1.1\r\nOrigin: http://evil.example\r\n\r\n")
        .is(403, "Origin not allowed\n");
  }

  private static String agent(String path, String agent) {
    return "GET %s HTTP/1.1\r\nHost: a\r\nUser-Agent: %s\r\n\r\n".formatted(path, agent);
  }

  @Test
  void every_routed_answer_has_an_id_of_twenty_characters_and_no_two_the_same() throws Exception {
    Set<String> ids = new HashSet<>();
    for (String path : List.of("/version", "/proxies", "/proxies/missing", "/version")) {
      String id = wire.get(path).headers().get("x-toxiproxy-request-id");
      assertThat(id).hasSize(20);
      assertThat(ids.add(id)).as("a fresh id").isTrue();
    }
    assertThat(wire.get("/nothing").headers()).doesNotContainKey("x-toxiproxy-request-id");
  }

  @Test
  void errors_are_plain_text_that_no_browser_sniffs() throws Exception {
    assertThat(wire.get("/proxies/missing").headers())
        .containsEntry("content-type", "text/plain; charset=utf-8")
        .containsEntry("x-content-type-options", "nosniff");
    assertThat(wire.get("/proxies").headers()).containsEntry("content-type", "application/json");
  }

  @Test
  void a_post_without_length_and_body_is_a_request_like_any_other() throws Exception {
    wire.raw("POST /reset HTTP/1.1\r\nHost: a\r\n\r\n").is(204, "");
    wire.raw("POST /proxies HTTP/1.1\r\nHost: a\r\n\r\n").refuses(400, "bad request body: EOF");
  }

  @Test
  void a_chunked_body_is_read() throws Exception {
    assertThat(
            wire.raw(
                    "POST /proxies HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "5;x=y\r\n{\"nam\r\n%x\r\n%s\r\n0\r\nTrailer: 1\r\n\r\n"
                            .formatted(PROXY.length() - 5, PROXY.substring(5)))
                .status())
        .isEqualTo(201);
  }

  @Test
  void requests_on_one_connection_are_answered_in_order() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      String version = "GET /version HTTP/1.1\r\n\r\n";
      String missing = "GET /proxies/x HTTP/1.1\r\nConnection: close\r\n\r\n";
      out.write((version + "\r\n" + version + missing).getBytes());
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        statuses.add(Wire.read(socket.getInputStream()).status());
      }
      assertThat(statuses).containsExactly(200, 200, 404);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET / SPDY/1\r\n\r\n",
        "GET /%zz HTTP/1.1\r\n\r\n",
        "POST /reset HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST /reset HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
        "POST /reset HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        "GET / HTTP/1.1\r\n: nameless\r\n\r\n"
      })
  void what_is_not_http_is_answered_400_and_hung_up_on(String request) throws Exception {
    Wire.Answer answer = wire.raw(request);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers()).containsEntry("connection", "close");
  }
}
