package dev.ordeal.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the original cannot do. */
@Timeout(60)
class BeyondTest {
  private static JsonArray change(Rig rig, String body) throws IOException {
    Wire.Answer answer = rig.wire().post("/ordeal/change", body.replace('\'', '"'));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return JsonParser.parseString(answer.body()).getAsJsonArray();
  }

  private static JsonArray array(Rig rig, String path) throws IOException {
    return JsonParser.parseString(rig.wire().get(path).body()).getAsJsonArray();
  }

  private static List<String> events(Rig rig) throws IOException {
    List<String> whats = new ArrayList<>();
    array(rig, "/ordeal/events")
        .forEach(event -> whats.add(event.getAsJsonObject().get("what").getAsString()));
    return whats;
  }

  @Test
  void several_links_change_in_one_call_and_toxics_come_with_the_creation() throws Exception {
    try (Rig rig = Rig.echo()) {
      JsonArray answer =
          change(
              rig,
              ("[{'name':'p','toxics':[{'name':'cut','type':'timeout'}]},"
                      + "{'name':'q','listen':'127.0.0.1:0','upstream':'%s',"
                      + "'toxics':[{'type':'limit_data','attributes':{'bytes':3}}]}]")
                  .formatted(rig.upstream.address()));
      assertThat(answer).hasSize(2);
      assertThat(rig.proxy.toxics().get("cut").getName()).isEqualTo("cut");
      Proxy q = rig.client.getProxy("q");
      try (Socket socket = connect(q)) {
        socket.getOutputStream().write(new byte[] {1, 2, 3, 4});
        assertThat(socket.getInputStream().readAllBytes()).containsExactly(1, 2, 3);
      }
      change(rig, "[{'name':'p','toxics':[]},{'name':'q','enabled':false}]");
      assertThat(rig.proxy.toxics().getAll()).isEmpty();
      assertThat(rig.client.getProxy("q").isEnabled()).isFalse();
    }
  }

  private static Socket connect(Proxy proxy) throws IOException {
    String listen = proxy.getListen();
    int port = Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
    return new Socket("127.0.0.1", port);
  }

  @Test
  void a_change_that_fails_in_one_place_changes_nothing_anywhere() throws Exception {
    try (Rig rig = Rig.echo();
        ServerSocket taken = new ServerSocket(0)) {
      rig.client.createProxy("q", "127.0.0.1:0", rig.upstream.address()).disable();
      String before = rig.wire().get("/proxies").body();
      String good =
          "{'name':'p','toxics':[{'type':'latency'}],'connect':'refuse'},"
              + "{'name':'q','enabled':true},";
      for (String bad :
          List.of(
              "{'name':'new','listen':'127.0.0.1:" + taken.getLocalPort() + "','upstream':'x:1'}",
              "{'name':'unknown','enabled':true}",
              "{'name':'p','enabled':false}",
              "{'name':'new','upstream':'x:1','toxics':[{'type':'nonsense'}]}",
              "{'name':'new','upstream':'x:1','toxics':[{'type':'noop'},{'type':'noop'}]}",
              "{'name':'a/b','upstream':'x:1'}",
              "{'name':'new','upstream':'x:1','connect':'maybe'}",
              "{'upstream':'x:1'}",
              "5")) {
        String body = ("[" + good + bad + "]").replace('\'', '"');
        Wire.Answer answer = rig.wire().post("/ordeal/change", body);
        assertThat(answer.status()).as(bad).isBetween(400, 500);
        assertThat(rig.wire().get("/proxies").body()).as(bad).isEqualTo(before);
        assertThat(Rig.echo(rig.connect(), 7)).as(bad).isEqualTo(7);
      }
    }
  }

  @Test
  void a_declared_toxic_that_is_there_already_goes_on_undisturbed() throws Exception {
    try (Rig rig = Rig.echo()) {
      String cut = "[{'name':'p','toxics':[{'name':'cut','type':'timeout'}]}]";
      change(rig, cut);
      Socket socket = rig.connect();
      socket.getOutputStream().write(1);
      await().until(() -> rig.upstream.sockets().size() == 1);
      change(rig, cut);
      change(rig, cut.replace("}]}]", "},{'name':'more','type':'latency'}]}]"));
      socket.setSoTimeout(50);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void refuse_turns_away_those_who_come_and_leaves_those_who_are_there() throws Exception {
    try (Rig rig = Rig.echo()) {
      Socket there = rig.connect();
      assertThat(Rig.echo(there, 1)).isEqualTo(1);
      change(rig, "[{'name':'p','connect':'refuse'}]");
      assertThatThrownBy(rig::connect).isInstanceOf(ConnectException.class);
      assertThat(Rig.echo(there, 2)).isEqualTo(2);
      change(rig, "[{'name':'p','connect':'none'}]");
      assertThat(Rig.echo(rig.connect(), 3)).isEqualTo(3);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void hang_answers_nobody_until_it_is_over() throws Exception {
    try (Rig rig = Rig.echo();
        Socket hanging = new Socket()) {
      change(rig, "[{'name':'p','connect':'hang'}]");
      InetSocketAddress address = new InetSocketAddress("127.0.0.1", rig.port());
      try (Socket impatient = new Socket()) {
        assertThatThrownBy(() -> impatient.connect(address, 200))
            .isInstanceOf(SocketTimeoutException.class);
      }
      CompletableFuture<Integer> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  hanging.connect(address, 20_000);
                  return Rig.echo(hanging, 4);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              },
              Rig.THREADS);
      rig.wire().post("/reset", "");
      assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(4);
    }
  }

  @Test
  void slow_accept_lets_in_after_its_delay() throws Exception {
    try (Rig rig = Rig.echo()) {
      change(rig, "[{'name':'p','connect':'slow','delay':80}]");
      long before = System.nanoTime();
      assertThat(Rig.echo(rig.connect(), 5)).isEqualTo(5);
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThanOrEqualTo(Duration.ofMillis(80));
      change(rig, "[{'name':'p','connect':'slow','delay':3600000}]");
      Socket waiting = rig.connect();
      await().until(() -> !array(rig, "/ordeal/proxies").isEmpty());
      rig.proxy.disable();
      assertThat(waiting.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void reset_on_accept_resets_whoever_connects() throws Exception {
    try (Rig rig = Rig.echo()) {
      change(rig, "[{'name':'p','connect':'reset'}]");
      assertThatThrownBy(() -> Rig.echo(rig.connect(), 1)).isInstanceOf(SocketException.class);
      await().until(() -> events(rig).contains("connect_reset"));
    }
  }

  @Test
  void reset_now_resets_both_sides_of_every_connection() throws Exception {
    CompletableFuture<Exception> atServer = new CompletableFuture<>();
    try (Rig rig =
        Rig.of(
            socket -> {
              try {
                Rig.echoing(socket);
              } catch (IOException e) {
                atServer.complete(e);
              }
            })) {
      Socket socket = rig.connect();
      assertThat(Rig.echo(socket, 1)).isEqualTo(1);
      assertThat(rig.wire().post("/ordeal/proxies/p/reset", "").body()).isEqualTo("{\"reset\":1}");
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThat(atServer.get(20, TimeUnit.SECONDS)).hasMessageContaining("reset");
      rig.wire().post("/ordeal/proxies/nobody/reset", "").refuses(404, "proxy not found");
    }
  }

  @Test
  void reset_peer_resets_a_connection_that_was_there_before_it() throws Exception {
    try (Rig rig = Rig.echo()) {
      Socket socket = rig.connect();
      assertThat(Rig.echo(socket, 1)).isEqualTo(1);
      rig.proxy.toxics().resetPeer("r", ToxicDirection.UPSTREAM, 0);
      socket.getOutputStream().write(2);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void a_half_close_is_kept_where_that_is_asked_for() throws Exception {
    Upstream.Handler answersAfterTheEnd =
        socket -> {
          byte[] all = socket.getInputStream().readAllBytes();
          socket.getOutputStream().write(all);
        };
    try (Rig rig = new Rig(ToxiproxyServer.builder().keepEnds(true), answersAfterTheEnd)) {
      rig.proxy.toxics().latency("slow", ToxicDirection.UPSTREAM, 5);
      Socket socket = rig.connect();
      socket.getOutputStream().write(new byte[] {1, 2, 3});
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).containsExactly(1, 2, 3);
      await().until(() -> array(rig, "/ordeal/connections").isEmpty());
    }
  }

  @Test
  void a_half_close_closes_all_where_nothing_is_asked_for_as_with_the_original() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    try (Rig rig =
        Rig.of(
            socket -> {
              socket.getInputStream().readAllBytes();
              answered.await();
              socket.getOutputStream().write(1);
            })) {
      Socket socket = rig.connect();
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      answered.countDown();
    }
  }

  @Test
  void a_reset_of_one_side_reaches_the_other_as_a_reset_where_that_is_asked_for() throws Exception {
    try (Rig rig = Rig.of(BeyondTest::resetAfterAByte)) {
      change(rig, "[{'name':'p','keep_ends':true}]");
      Socket kept = rig.connect();
      kept.getOutputStream().write(1);
      assertThatThrownBy(() -> kept.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      change(rig, "[{'name':'p','keep_ends':false}]");
      Socket plain = rig.connect();
      plain.getOutputStream().write(1);
      assertThat(plain.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static void resetAfterAByte(Socket socket) throws IOException {
    socket.getInputStream().read();
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Test
  void live_connections_are_listed_with_their_bytes() throws Exception {
    try (Rig rig = Rig.echo()) {
      Socket socket = rig.connect();
      socket.getOutputStream().write(new byte[10]);
      socket.getInputStream().readNBytes(10);
      JsonObject shown = array(rig, "/ordeal/connections").get(0).getAsJsonObject();
      assertThat(shown.get("proxy").getAsString()).isEqualTo("p");
      assertThat(shown.get("client").getAsString()).endsWith(":" + socket.getLocalPort());
      assertThat(shown.get("server").getAsString()).isEqualTo(rig.upstream.address());
      assertThat(shown.get("upstream").toString())
          .isEqualTo("{\"received\":10,\"sent\":10,\"held\":0}");
      assertThat(shown.get("downstream").toString())
          .isEqualTo("{\"received\":10,\"sent\":10,\"held\":0}");
      rig.proxy.toxics().bandwidth("stop", ToxicDirection.DOWNSTREAM, 0);
      socket.getOutputStream().write(new byte[5]);
      await().until(() -> held(rig) == 5);
      assertThat(array(rig, "/ordeal/proxies/p/connections")).hasSize(1);
      socket.close();
      rig.proxy.toxics().get("stop").remove();
      await().until(() -> array(rig, "/ordeal/connections").isEmpty());
    }
  }

  private static long held(Rig rig) throws IOException {
    return array(rig, "/ordeal/connections")
        .get(0)
        .getAsJsonObject()
        .getAsJsonObject("downstream")
        .get("held")
        .getAsLong();
  }

  @Test
  void what_happens_is_told_in_order_with_times() throws Exception {
    Instant start = Instant.now();
    try (Rig rig = Rig.echo()) {
      Socket socket = rig.connect();
      Rig.echo(socket, 1);
      rig.proxy.toxics().latency("slow", ToxicDirection.UPSTREAM, 1).setJitter(1);
      rig.proxy.toxics().get("slow").remove();
      socket.close();
      await().until(() -> events(rig).contains("disconnected"));
      rig.proxy.disable();
      rig.proxy.delete();
      assertThat(events(rig))
          .containsExactly(
              "proxy_enabled",
              "proxy_created",
              "connected",
              "toxic_added",
              "toxic_updated",
              "toxic_removed",
              "disconnected",
              "proxy_disabled",
              "proxy_deleted");
      JsonArray all = array(rig, "/ordeal/events?since=3");
      Instant last = start.minusSeconds(1);
      for (int i = 0; i < all.size(); i++) {
        JsonObject event = all.get(i).getAsJsonObject();
        assertThat(event.get("seq").getAsLong()).isEqualTo(i + 4);
        Instant at = Instant.parse(event.get("at").getAsString());
        assertThat(at).isAfterOrEqualTo(last);
        last = at;
      }
      rig.wire()
          .get("/ordeal/events?since=x")
          .refuses(400, "since must be the number of an event, was x");
    }
  }

  @Test
  void the_log_of_events_is_bounded() throws Exception {
    try (Rig rig = Rig.echo()) {
      ToxiproxyServer server = rig.server;
      String on = "[{'name':'p','toxics':[{'type':'latency'}]}]".replace('\'', '"');
      for (int i = 0; i < 1_400; i++) {
        rig.wire().post("/ordeal/change", on);
        rig.wire().post("/ordeal/change", "[{\"name\":\"p\",\"toxics\":[]}]");
        if (i == 0) {
          assertThat(server.eventsSince(0)).hasSizeLessThan(10);
        }
      }
      assertThat(server.eventsSince(0)).hasSizeLessThanOrEqualTo(8_192);
    }
  }
}
