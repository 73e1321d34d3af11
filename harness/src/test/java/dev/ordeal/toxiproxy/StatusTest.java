package dev.ordeal.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
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
    created.is(201, proxy);
    wire.get("/proxies").is(200, "{\"a\":" + proxy + "}");
    wire.get("/proxies/a").is(200, proxy);
    wire.post("/proxies/a", "{}").is(200, proxy);
    wire.send("PATCH", "/proxies/a", "{}").is(200, proxy);
    wire.get("/proxies/a/toxics").is(200, "[]");
    wire.post("/proxies/a/toxics", "{\"type\":\"latency\",\"attributes\":{\"latency\":5}}")
        .is(200, toxic);
    wire.get("/proxies/a/toxics").is(200, "[" + toxic + "]");
    wire.get("/proxies/a/toxics/latency_downstream").is(200, toxic);
    wire.post("/proxies/a/toxics/latency_downstream", "{}").is(200, toxic);
    wire.send("PATCH", "/proxies/a/toxics/latency_downstream", "{}").is(200, toxic);
    wire.send("DELETE", "/proxies/a/toxics/latency_downstream", "").is(204, "");
    wire.post("/reset", "").is(204, "");
    wire.send("DELETE", "/proxies/a", "").is(204, "");
    wire.get("/version").is(200, "{\"version\": \"2.12.0\"}\n");
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
    created.is(
        201,
        ("{\"name\":\"a\",\"listen\":\"127.0.0.1:%s\",\"upstream\":\"noport\","
                + "\"enabled\":true,\"toxics\":[]}")
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
    wire.post("/proxies", "").refuses(400, "bad request body: EOF");
    for (String body : List.of("{", "[]", "{\"name\":5}", "{'name':'x'}", "{\"name\":\"x\"")) {
      Wire.Answer answer = wire.post("/proxies", body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.body()).as(body).startsWith("{\"error\":\"bad request body: ");
    }
    wire.post("/proxies/a/toxics", "{\"type\":\"latency\",\"attributes\":[]}")
        .refuses(400, "bad request body: attributes must be an object, was []");
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
        "{'type':'bandwidth','attributes':{'rate':-1}}|rate must not be negative, was -1",
        "{'type':'slicer'}|average_size must be at least 1, was 0",
        "{'type':'slicer','attributes':{'average_size':5,'size_variation':6}}|size_variation must"
            + " be from 0 to average_size (5), was 6",
        "{'type':'latency','attributes':{'jitter':4611686018427387904}}|jitter must be less than"
            + " 2^62, was 4611686018427387904",
        "{'type':'latency','stream':''}|stream was invalid, can be either upstream or downstream",
        "{'type':'nonsense'}|invalid toxic type",
        "{}|invalid toxic type",
        "{'type':'nonsense','stream':'sideways'}|stream was invalid, can be either upstream or"
            + " downstream",
      })
  void a_wrong_toxic_is_refused_and_not_there(String body, String error) throws Exception {
    wire.post("/proxies", PROXY);
    wire.post("/proxies/a/toxics", body.replace('\'', '"')).refuses(400, error);
    wire.get("/proxies/a/toxics").is(200, "[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'latency','attributes':{'latency':-1}}",
        "{'type':'timeout','attributes':{'timeout':-3}}",
        "{'type':'limit_data','attributes':{'bytes':-3}}",
        "{'type':'latency','toxicity':1.5}",
        "{'type':'latency','toxicity':-1}",
      })
  void a_setting_that_the_original_bears_is_taken(String body) throws Exception {
    wire.post("/proxies", PROXY);
    assertThat(wire.post("/proxies/a/toxics", body.replace('\'', '"')).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "latency|'latency':0,'jitter':0",
        "bandwidth|'rate':0",
        "slow_close|'delay':0",
        "timeout|'timeout':0",
        "reset_peer|'timeout':0",
        "limit_data|'bytes':0",
        "packet_loss|'loss_rate':0,'correlation':0",
        "noop|''",
      })
  void every_type_shows_all_its_settings(String type, String attributes) throws Exception {
    wire.post("/proxies", PROXY);
    String shown =
        "{\"attributes\":{%s},\"name\":\"%s_upstream\",\"type\":\"%s\",\"stream\":\"upstream\","
            + "\"toxicity\":1}";
    String settings = attributes.replace("''", "").replace('\'', '"');
    wire.post("/proxies/a/toxics", "{\"type\":\"%s\",\"stream\":\"upstream\"}".formatted(type))
        .is(200, shown.formatted(settings, type, type));
  }

  @Test
  void an_update_that_is_refused_changes_nothing() throws Exception {
    wire.post("/proxies", PROXY);
    wire.post("/proxies/a/toxics", "{\"name\":\"t\",\"type\":\"latency\"}");
    String before = wire.get("/proxies/a").body();
    for (String change :
        List.of(
            "{\"latency\":9,\"jitter\":\"x\"}", "{\"latency\":9,\"jitter\":4611686018427387904}")) {
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
    wire.post(
            "/proxies/a/toxics/t",
            "{\"name\":\"z\",\"type\":\"timeout\",\"stream\":\"upstream\",\"toxicity\":0.5,"
                + "\"attributes\":{\"jitter\":1}}")
        .is(
            200,
            "{\"attributes\":{\"latency\":5,\"jitter\":1},\"name\":\"t\",\"type\":\"latency\","
                + "\"stream\":\"downstream\",\"toxicity\":0.5}");
  }

  @Test
  void what_is_missing_is_named() throws Exception {
    wire.post("/proxies", "{}").refuses(400, "missing required field: name");
    wire.post("/proxies", "{\"name\":\"a\"}").refuses(400, "missing required field: upstream");
    wire.get("/proxies/a").refuses(404, "proxy not found");
    wire.post("/proxies/a", "").refuses(404, "proxy not found");
    wire.post("/proxies/a/toxics", "{").refuses(404, "proxy not found");
    wire.send("DELETE", "/proxies/a", "").refuses(404, "proxy not found");
    wire.post("/proxies", PROXY);
    wire.get("/proxies/a/toxics/t").refuses(404, "toxic not found");
    wire.post("/proxies/a/toxics/t", "").refuses(404, "toxic not found");
    wire.send("DELETE", "/proxies/a/toxics/t", "").refuses(404, "toxic not found");
  }

  @Test
  void names_are_unique() throws Exception {
    wire.post("/proxies", PROXY);
    wire.post("/proxies", PROXY).refuses(409, "proxy already exists");
    wire.post("/proxies/a/toxics", "{\"name\":\"t\",\"type\":\"latency\"}");
    wire.post("/proxies/a/toxics", "{\"name\":\"t\",\"type\":\"timeout\",\"stream\":\"upstream\"}")
        .refuses(409, "toxic already exists");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", ".", ".."})
  void a_name_that_no_path_could_address_is_refused(String name) throws Exception {
    String error =
        "{\"error\":\"name '%s' cannot be addressed in a URL: choose one without"
            + " '/', not '.' or '..'\",\"status\":400}\n";
    wire.post("/proxies", "{\"name\":\"" + name + "\"," + UPSTREAM + "}")
        .is(400, error.formatted(name));
    wire.post("/proxies", PROXY);
    wire.post("/proxies/a/toxics", "{\"name\":\"" + name + "\",\"type\":\"latency\"}")
        .is(400, error.formatted(name));
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
    wire.get("/proxies").is(200, "{}");
  }

  private void listenRefused(String listen, String error) throws IOException {
    String body = "{\"name\":\"z\",\"listen\":\"" + listen + "\"," + UPSTREAM + "}";
    wire.post("/proxies", body).refuses(500, error);
  }

  @Test
  void a_proxy_whose_new_address_is_refused_stays_where_it_was() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      Wire.Answer created = wire.post("/proxies", PROXY);
      String busy = "127.0.0.1:" + taken.getLocalPort();
      wire.post("/proxies/a", "{\"listen\":\"" + busy + "\",\"upstream\":\"other:1\"}")
          .refuses(500, "listen tcp " + busy + ": bind: address already in use");
      wire.post("/proxies/a", "{\"listen\":\"bad\"}")
          .refuses(500, "address bad: missing port in address");
      wire.get("/proxies/a").is(200, created.body());
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
}
