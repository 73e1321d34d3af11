package dev.ordeal.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import org.junit.jupiter.api.Test;

/** The page of metrics. */
class MetricsTest {
  @Test
  void there_is_no_page_unless_one_is_asked_for() throws Exception {
    try (Rig rig = Rig.echo()) {
      rig.wire().get("/metrics").is(404, "404 page not found\n");
    }
  }

  @Test
  void bytes_count_as_they_flow_and_outlive_their_proxy() throws Exception {
    try (Rig rig = new Rig(ToxiproxyServer.builder().metrics(true, false), Rig::echoing)) {
      assertThat(rig.wire().get("/metrics").body())
          .doesNotContain("toxiproxy_proxy_sent_bytes_total{");
      Socket socket = rig.connect();
      socket.getOutputStream().write(new byte[10]);
      socket.getInputStream().readNBytes(10);
      String line =
          "toxiproxy_proxy_%s_bytes_total{direction=\"%s\",listener=\"%s\",proxy=\"p\","
              + "upstream=\"%s\"}"
              + " 10\n";
      for (String direction : new String[] {"upstream", "downstream"}) {
        for (String what : new String[] {"received", "sent"}) {
          String shown =
              line.formatted(what, direction, rig.proxy.getListen(), rig.upstream.address());
          assertThat(rig.wire().get("/metrics").body()).contains(shown);
        }
      }
      rig.proxy.delete();
      Wire.Answer page = rig.wire().get("/metrics");
      assertThat(page.body())
          .contains("# TYPE toxiproxy_proxy_sent_bytes_total counter\n", "} 10\n");
      assertThat(page.body()).doesNotContain("jvm_");
      assertThat(page.headers().get("content-type")).startsWith("text/plain; version=0.0.4");
    }
  }

  @Test
  void the_machine_is_measured_where_that_is_asked_for() throws Exception {
    try (Rig rig = new Rig(ToxiproxyServer.builder().metrics(false, true), Rig::echoing)) {
      assertThat(rig.wire().get("/metrics").body())
          .containsPattern("\njvm_memory_heap_used_bytes [1-9][0-9]*\n")
          .doesNotContain("toxiproxy_proxy");
    }
  }
}
