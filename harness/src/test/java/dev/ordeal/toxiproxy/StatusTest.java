package dev.ordeal.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API byte for byte: status, headers, body. */
class StatusTest {
  private static final String UPSTREAM = "\"upstream\":\"127.0.0.1:1\"";
  private static final String PROXY =
      "{\"name\":\"a\",\"listen\":\"127.0.0.1:0\"," + UPSTREAM + "}";

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

  private void answers(Wire.Answer answer, int status, String body) {
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.status()).isEqualTo(status);
  }

  private void refuses(Wire.Answer answer, int status, String error) {
    answers(answer, status, "{\"error\":\"%s\",\"status\":%d}\n".formatted(error, status));
  }

  private static String port(Wire.Answer created) {
    return created.body().replaceFirst(".*\"listen\":\"127.0.0.1:(\\d+)\".*", "$1");
  }

  @Test
  void every_path_answers_with_its_own_status() throws Exception {
    Wire.Answer created = wire.post("/proxies", PROXY);
    String proxy =
        "{\"name\":\"a\",\"listen\":\"127.0.0.1:%s\",%s,\"enabled\":true,\"toxics\":[]}"
            .formatted(port(created), UPSTREAM);
    String toxic =
        "{\"attributes\":{\"latency\":5,\"jitter\":0},\"name\":\"latency_downstream\","
            + "\"type\":\"latency\",\"stream\":\"downstream\",\"toxicity\":1}";
    answers(created, 201, proxy);
    answers(wire.get("/proxies"), 200, "{\"a\":" + proxy + "}");
    answers(wire.get("/proxies/a"), 200, proxy);
    answers(wire.post("/proxies/a", "{}"), 200, proxy);
    answers(wire.send("PATCH", "/proxies/a", "{}"), 200, proxy);
    answers(wire.get("/proxies/a/toxics"), 200, "[]");
    answers(
        wire.post("/proxies/a/toxics", "{\"type\":\"latency\",\"attributes\":{\"latency\":5}}"),
        200,
        toxic);
    answers(wire.get("/proxies/a/toxics"), 200, "[" + toxic + "]");
    answers(wire.get("/proxies/a/toxics/latency_downstream"), 200, toxic);
    answers(wire.post("/proxies/a/toxics/latency_downstream", "{}"), 200, toxic);
    answers(wire.send("PATCH", "/proxies/a/toxics/latency_downstream", "{}"), 200, toxic);
    answers(wire.send("DELETE", "/proxies/a/toxics/latency_downstream", ""), 204, "");
    answers(wire.post("/reset", ""), 204, "");
    answers(wire.send("DELETE", "/proxies/a", ""), 204, "");
    answers(wire.get("/version"), 200, "{\"version\": \"2.12.0\"}\n");
  }

  @Test
  void a_toxicity_is_printed_as_short_as_it_can_be() throws Exception {
    wire.post("/proxies", PROXY);
    assertThat(wire.post("/proxies/a/toxics", "{\"type\":\"timeout\",\"toxicity\":0.1}").body())
        .isEqualTo(
            "{\"attributes\":{\"timeout\":0},\"name\":\"timeout_downstream\",\"type\":\"timeout\","
                + "\"stream\":\"downstream\",\"toxicity\":0.1}");
  }

  @Test
  void keys_match_in_any_case_and_what_is_unknown_or_null_or_behind_the_body_is_ignored()
      throws Exception {
    Wire.Answer created =
        wire.post(
            "/proxies",
            "{\"NAME\":\"a\",\"Listen\":\"localhost:0\",\"upstream\":\"noport\",\"x\":[1],"
                + "\"enabled\":null} trailing");
    answers(
        created,
        201,
        "{\"name\":\"a\",\"listen\":\"127.0.0.1:%s\",\"upstream\":\"noport\",\"enabled\":true,\"toxics\":[]}"
            .formatted(port(created)));
    assertThat(wire.post("/proxies/a", "null").status()).isEqualTo(200);
    assertThat(
            wire.post("/proxies/a/toxics", "{\"type\":\"latency\",\"attributes\":null}").status())
        .isEqualTo(200);
  }

  @Test
  void the_stream_of_a_toxic_is_shown_as_it_was_spelt() throws Exception {
    wire.post("/proxies", PROXY);
    assertThat(
            wire.post("/proxies/a/toxics", "{\"type\":\"timeout\",\"stream\":\"UPSTREAM\"}").body())
        .contains("\"name\":\"timeout_UPSTREAM\"", "\"stream\":\"UPSTREAM\"");
  }

  @Test
  void bodies_that_cannot_be_decoded_are_refused() throws Exception {
    wire.post("/proxies", PROXY);
    refuses(wire.post("/proxies", ""), 400, "bad request body: EOF");
    for (String body : List.of("{", "[]", "{\"name\":5}", "{'name':'x'}", "{\"name\":\"x\"")) {
      Wire.Answer answer = wire.post("/proxies", body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.body()).as(body).startsWith("{\"error\":\"bad request body: ");
    }
    refuses(
        wire.post("/proxies/a/toxics", "{\"type\":\"latency\",\"attributes\":[]}"),
        400,
        "bad request body: attributes must be an object, was []");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e3", "\\\"5\\\"", "9223372036854775808", "true", "{}"})
  void a_setting_that_is_not_a_whole_number_of_64_bits_is_refused(String value) throws Exception {
    wire.post("/proxies", PROXY);
    Wire.Answer answer =
        wire.post(
            "/proxies/a/toxics",
            "{\"type\":\"latency\",\"attributes\":{\"latency\":%s}}"
                .formatted(value.replace("\\", "")));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("latency must be a whole number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'latency','attributes':{'latency':-1}}|latency must not be negative, was -1",
        "{'type':'latency','attributes':{'jitter':-2}}|jitter must not be negative, was -2",
        "{'type':'timeout','attributes':{'timeout':-3}}|timeout must not be negative, was -3",
        "{'type':'latency','toxicity':1.5}|toxicity must be between 0 and 1, was 1.5",
        "{'type':'latency','toxicity':-1}|toxicity must be between 0 and 1, was -1.0",
        "{'type':'nonsense'}|invalid toxic type",
        "{}|invalid toxic type",
        "{'type':'nonsense','stream':'sideways'}|stream was invalid, can be either upstream or"
            + " downstream",
      })
  void a_wrong_toxic_is_refused_and_not_there(String body, String error) throws Exception {
    wire.post("/proxies", PROXY);
    refuses(wire.post("/proxies/a/toxics", body.replace('\'', '"')), 400, error);
    answers(wire.get("/proxies/a/toxics"), 200, "[]");
  }

  @Test
  void an_update_that_is_refused_changes_nothing() throws Exception {
    wire.post("/proxies", PROXY);
    wire.post("/proxies/a/toxics", "{\"name\":\"t\",\"type\":\"latency\"}");
    String before = wire.get("/proxies/a").body();
    for (String change :
        List.of("{\"latency\":9,\"jitter\":\"x\"}", "{\"latency\":9,\"jitter\":-1}")) {
      Wire.Answer answer = wire.post("/proxies/a/toxics/t", "{\"attributes\":" + change + "}");
      assertThat(answer.status()).isEqualTo(400);
    }
    assertThat(
            wire.post("/proxies/a", "{\"listen\":\"127.0.0.1:99999\",\"upstream\":\"x:1\"}")
                .status())
        .isEqualTo(500);
    assertThat(wire.get("/proxies/a").body()).isEqualTo(before);
  }

  @Test
  void an_update_of_a_toxic_leaves_what_it_does_not_name() throws Exception {
    wire.post("/proxies", PROXY);
    wire.post(
        "/proxies/a/toxics",
        "{\"name\":\"t\",\"type\":\"latency\",\"attributes\":{\"latency\":5,\"jitter\":2}}");
    answers(
        wire.post(
            "/proxies/a/toxics/t",
            "{\"name\":\"z\",\"type\":\"timeout\",\"stream\":\"upstream\",\"toxicity\":0.5,"
                + "\"attributes\":{\"jitter\":1}}"),
        200,
        "{\"attributes\":{\"latency\":5,\"jitter\":1},\"name\":\"t\",\"type\":\"latency\","
            + "\"stream\":\"downstream\",\"toxicity\":0.5}");
  }

  @Test
  void what_is_missing_is_named() throws Exception {
    refuses(wire.post("/proxies", "{}"), 400, "missing required field: name");
    refuses(wire.post("/proxies", "{\"name\":\"a\"}"), 400, "missing required field: upstream");
    refuses(wire.get("/proxies/a"), 404, "proxy not found");
    refuses(wire.post("/proxies/a", ""), 404, "proxy not found");
    refuses(wire.post("/proxies/a/toxics", "{"), 404, "proxy not found");
    refuses(wire.send("DELETE", "/proxies/a", ""), 404, "proxy not found");
    wire.post("/proxies", PROXY);
    refuses(wire.get("/proxies/a/toxics/t"), 404, "toxic not found");
    refuses(wire.post("/proxies/a/toxics/t", ""), 404, "toxic not found");
    refuses(wire.send("DELETE", "/proxies/a/toxics/t", ""), 404, "toxic not found");
  }

  @Test
  void names_are_unique() throws Exception {
    wire.post("/proxies", PROXY);
    refuses(wire.post("/proxies", PROXY), 409, "proxy already exists");
    wire.post("/proxies/a/toxics", "{\"name\":\"t\",\"type\":\"latency\"}");
    refuses(
        wire.post(
            "/proxies/a/toxics", "{\"name\":\"t\",\"type\":\"timeout\",\"stream\":\"upstream\"}"),
        409,
        "toxic already exists");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", ".", ".."})
  void a_name_that_no_path_could_address_is_refused(String name) throws Exception {
    String error =
        "{\"error\":\"name '%s' cannot be addressed in a URL: choose one without"
            + " '/', not '.' or '..'\",\"status\":400}\n";
    answers(
        wire.post("/proxies", "{\"name\":\"" + name + "\"," + UPSTREAM + "}"),
        400,
        error.formatted(name));
    wire.post("/proxies", PROXY);
    answers(
        wire.post("/proxies/a/toxics", "{\"name\":\"" + name + "\",\"type\":\"latency\"}"),
        400,
        error.formatted(name));
  }

  @Test
  void a_name_with_a_space_is_addressed_with_an_escape() throws Exception {
    wire.post("/proxies", PROXY.replace("\"a\"", "\"a b\""));
    assertThat(wire.get("/proxies/a%20b").status()).isEqualTo(200);
  }

  @Test
  void addresses_that_cannot_be_listened_on_are_refused_in_the_words_of_go() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String busy = "127.0.0.1:" + taken.getLocalPort();
      listenRefused(busy, "listen tcp " + busy + ": bind: address already in use");
    }
    listenRefused("nowhere", "listen tcp: address nowhere: missing port in address");
    listenRefused("127.0.0.1:x", "listen tcp: address x: invalid port");
    listenRefused("127.0.0.1:65536", "listen tcp: address 65536: invalid port");
    listenRefused("192.0.2.1:1", "listen tcp 192.0.2.1:1: bind: cannot assign requested address");
    listenRefused("no.such.invalid:1", "listen tcp: lookup no.such.invalid: no such host");
    answers(wire.get("/proxies"), 200, "{}");
  }

  private void listenRefused(String listen, String error) throws IOException {
    String body = "{\"name\":\"z\",\"listen\":\"" + listen + "\"," + UPSTREAM + "}";
    refuses(wire.post("/proxies", body), 500, error);
  }

  @Test
  void a_proxy_whose_new_address_is_refused_stays_where_it_was() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      Wire.Answer created = wire.post("/proxies", PROXY);
      String busy = "127.0.0.1:" + taken.getLocalPort();
      refuses(
          wire.post("/proxies/a", "{\"listen\":\"" + busy + "\",\"upstream\":\"other:1\"}"),
          500,
          "listen tcp " + busy + ": bind: address already in use");
      refuses(
          wire.post("/proxies/a", "{\"listen\":\"bad\"}"),
          500,
          "address bad: missing port in address");
      answers(wire.get("/proxies/a"), 200, created.body());
      new Socket("127.0.0.1", Integer.parseInt(port(created))).close();
    }
  }

  @Test
  void an_address_is_shown_as_given_until_it_is_listened_on() throws Exception {
    Wire.Answer created =
        wire.post(
            "/proxies",
            "{\"name\":\"a\",\"listen\":\"localhost:0\",\"enabled\":false," + UPSTREAM + "}");
    assertThat(created.body()).contains("\"listen\":\"localhost:0\"", "\"enabled\":false");
    assertThat(wire.post("/proxies/a", "{\"enabled\":true}").body())
        .containsPattern("\"listen\":\"127.0.0.1:[1-9]")
        .contains("\"enabled\":true");
  }

  @Test
  void paths_and_methods_that_are_not_there_are_told_apart() throws Exception {
    wire.post("/proxies", PROXY);
    for (String path :
        List.of("/", "/x", "/proxies/", "/proxies/a/", "/metrics", "/proxies/a%2Fb")) {
      answers(wire.get(path), 404, "404 page not found\n");
    }
    answers(wire.send("PUT", "/proxies", ""), 405, "");
    answers(wire.send("OPTIONS", "/proxies/a", ""), 405, "");
    answers(wire.get("/reset"), 405, "");
    Wire.Answer moved = wire.get("//proxies");
    assertThat(moved.status()).isEqualTo(301);
    assertThat(moved.headers()).containsEntry("location", "/proxies");
  }

  @Test
  void browsers_are_turned_away_but_only_where_there_is_something() throws Exception {
    answers(wire.raw(agent("/proxies", "Mozilla/5.0 (X11)")), 403, "User agent not allowed\n");
    assertThat(wire.raw(agent("/nothing", "Mozilla/5.0 (X11)")).status()).isEqualTo(404);
    assertThat(wire.raw(agent("/proxies", "curl/8")).status()).isEqualTo(200);
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
    answers(wire.raw("POST /reset HTTP/1.1\r\nHost: a\r\n\r\n"), 204, "");
    refuses(wire.raw("POST /proxies HTTP/1.1\r\nHost: a\r\n\r\n"), 400, "bad request body: EOF");
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

  @Test
  void populate_creates_keeps_and_replaces() throws Exception {
    answers(wire.post("/populate", "[]"), 201, "{\"proxies\":null}");
    refuses(
        wire.post("/populate", "[{\"name\":\"a\",\"upstream\":\"x:1\"},{\"name\":\"b\"}]"),
        400,
        "missing required field: upstream at proxy 2");
    String kept = wire.post("/proxies", PROXY).body();
    wire.post("/proxies/a/toxics", "{\"type\":\"latency\"}");
    String before = wire.get("/proxies/a").body();
    String replaced = wire.post("/proxies", PROXY.replace("\"a\"", "\"b\"")).body();
    wire.post("/proxies/b/toxics", "{\"type\":\"latency\"}");
    String changed = replaced.replace("127.0.0.1:1\"", "127.0.0.1:2\"");
    answers(
        wire.post("/populate", "[" + kept + "," + changed + "]"),
        201,
        "{\"proxies\":[" + before + "," + changed + "]}");
    answers(wire.get("/proxies/b"), 200, changed);
  }

  @Test
  void populate_stops_at_the_first_failure_and_tells_what_was_done() throws Exception {
    Wire.Answer answer =
        wire.post(
            "/populate",
            "[{\"name\":\"a\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"x:1\"},"
                + "{\"name\":\"b\",\"listen\":\"bad\",\"upstream\":\"x:1\"}]");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body())
        .startsWith(
            "{\"error\":\"listen tcp: address bad: missing port in address\",\"status\":500,"
                + "\"proxies\":[{\"name\":\"a\"");
  }
}
