package dev.ordeal.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many proxies in one call. */
class PopulateTest {
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
  void populate_creates_keeps_and_replaces() throws Exception {
    wire.post("/populate", "[]").is(201, "{\"proxies\":null}");
    wire.post("/populate", "[{\"name\":\"a\",\"upstream\":\"x:1\"},{\"name\":\"b\"}]")
        .is(
            400,
            "{\"error\":\"missing required field: upstream at proxy 2\",\"status\":400,"
                + "\"proxies\":null}");
    String kept = wire.post("/proxies", PROXY).body();
    wire.post("/proxies/a/toxics", "{\"type\":\"latency\"}");
    String before = wire.get("/proxies/a").body();
    String replaced = wire.post("/proxies", PROXY.replace("\"a\"", "\"b\"")).body();
    wire.post("/proxies/b/toxics", "{\"type\":\"latency\"}");
    String changed = replaced.replace("127.0.0.1:1\"", "127.0.0.1:2\"");
    wire.post("/populate", "[" + kept + "," + changed + "]")
        .is(201, "{\"proxies\":[" + before + "," + changed + "]}");
    wire.get("/proxies/b").is(200, changed);
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
