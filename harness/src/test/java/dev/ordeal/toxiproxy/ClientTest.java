package dev.ordeal.toxiproxy;

import static eu.rekawek.toxiproxy.model.ToxicDirection.DOWNSTREAM;
import static eu.rekawek.toxiproxy.model.ToxicDirection.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import eu.rekawek.toxiproxy.model.toxic.Timeout;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Toxiproxy client for Java sees. */
class ClientTest {
  private ToxiproxyServer server;
  private Upstream upstream;
  private ToxiproxyClient client;

  @BeforeEach
  void start() throws Exception {
    server = ToxiproxyServer.builder().start();
    upstream = Upstream.echo();
    client = new ToxiproxyClient("127.0.0.1", server.port());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    upstream.close();
  }

  private Proxy proxy(String name) throws IOException {
    return client.createProxy(name, "127.0.0.1:0", upstream.address());
  }

  private static Socket connect(Proxy proxy) throws IOException {
    Socket socket = new Socket("127.0.0.1", Integer.parseInt(proxy.getListen().split(":")[1]));
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static int echo(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    return socket.getInputStream().read();
  }

  @Test
  void it_tells_its_version() throws Exception {
    assertThat(client.version()).contains("\"version\": \"2.12.0\"");
  }

  @Test
  void a_new_proxy_forwards_in_both_directions() throws Exception {
    Proxy proxy = proxy("a");
    assertThat(proxy.isEnabled()).isTrue();
    try (Socket socket = connect(proxy)) {
      assertThat(echo(socket, 7)).isEqualTo(7);
    }
  }

  @Test
  void proxies_are_listed_in_the_order_of_their_names() throws Exception {
    proxy("c");
    proxy("a");
    proxy("b");
    assertThat(client.getProxies()).extracting(p -> p.getName()).containsExactly("a", "b", "c");
    assertThat(client.getProxy("b").getUpstream()).isEqualTo(upstream.address());
  }

  @Test
  void a_deleted_proxy_refuses_connections_and_is_gone() throws Exception {
    Proxy proxy = proxy("a");
    proxy.delete();
    assertThatThrownBy(() -> connect(proxy)).isInstanceOf(ConnectException.class);
    assertThatThrownBy(() -> client.getProxy("a")).hasMessageContaining("proxy not found");
  }

  @Test
  void a_disabled_proxy_drops_its_connections_and_an_enabled_one_is_back_at_the_same_address()
      throws Exception {
    Proxy proxy = proxy("a");
    String address = proxy.getListen();
    try (Socket socket = connect(proxy)) {
      echo(socket, 1);
      proxy.disable();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThatThrownBy(() -> connect(proxy)).isInstanceOf(ConnectException.class);
    proxy.enable();
    assertThat(proxy.getListen()).isEqualTo(address);
    try (Socket socket = connect(proxy)) {
      assertThat(echo(socket, 2)).isEqualTo(2);
    }
  }

  @Test
  void another_upstream_takes_the_connections_made_from_then_on() throws Exception {
    try (Upstream other = Upstream.of(socket -> socket.getOutputStream().write(99))) {
      Proxy proxy = proxy("a");
      try (Socket before = connect(proxy)) {
        echo(before, 1);
        proxy.setUpstream(other.address());
        assertThat(before.getInputStream().read()).isEqualTo(-1);
      }
      try (Socket socket = connect(proxy)) {
        assertThat(socket.getInputStream().read()).isEqualTo(99);
      }
    }
  }

  @Test
  void a_toxic_is_created_read_updated_and_removed() throws Exception {
    Proxy proxy = proxy("a");
    Latency latency = proxy.toxics().latency("slow", DOWNSTREAM, 10).setJitter(3);
    latency.setToxicity(0.5f);
    Latency read = proxy.toxics().get("slow", Latency.class);
    assertThat(read.getLatency()).isEqualTo(10);
    assertThat(read.getJitter()).isEqualTo(3);
    assertThat(read.getToxicity()).isEqualTo(0.5f);
    assertThat(read.getStream()).isEqualTo(DOWNSTREAM);
    read.remove();
    assertThat(proxy.toxics().getAll()).isEmpty();
  }

  @Test
  void toxics_are_listed_upstream_first_and_then_in_the_order_of_creation() throws Exception {
    Proxy proxy = proxy("a");
    proxy.toxics().latency("d1", DOWNSTREAM, 1);
    proxy.toxics().timeout("u1", UPSTREAM, 1);
    proxy.toxics().latency("d0", DOWNSTREAM, 1);
    proxy.toxics().latency("u0", UPSTREAM, 1);
    assertThat(proxy.toxics().getAll())
        .extracting(Toxic::getName)
        .containsExactly("u1", "u0", "d1", "d0");
    assertThat(proxy.toxics().get("u1", Timeout.class).getTimeout()).isEqualTo(1);
  }

  @Test
  void a_reset_enables_everything_and_removes_every_toxic_but_no_connection() throws Exception {
    Proxy open = proxy("open");
    Proxy shut = proxy("shut");
    try (Socket socket = connect(open)) {
      echo(socket, 1);
      open.toxics().latency("slow", UPSTREAM, 3_600_000);
      shut.disable();
      client.reset();
      assertThat(open.toxics().getAll()).isEmpty();
      assertThat(client.getProxy("shut").isEnabled()).isTrue();
      assertThat(echo(socket, 2)).isEqualTo(2);
    }
    try (Socket socket = connect(shut)) {
      assertThat(echo(socket, 3)).isEqualTo(3);
    }
  }

  @Test
  void refusals_reach_the_caller_in_words() throws Exception {
    Proxy proxy = proxy("a");
    proxy.toxics().latency("slow", UPSTREAM, 1);
    assertThatThrownBy(() -> proxy("a")).hasMessageContaining("proxy already exists");
    assertThatThrownBy(() -> proxy.toxics().latency("slow", DOWNSTREAM, 1))
        .hasMessageContaining("toxic already exists");
    assertThatThrownBy(() -> proxy.toxics().bandwidth("fast", DOWNSTREAM, -1))
        .hasMessageContaining("rate must not be negative, was -1");
    assertThatThrownBy(() -> client.createProxy("b", proxy.getListen(), upstream.address()))
        .hasMessageContaining("listen tcp " + proxy.getListen() + ": bind: address already in use");
  }
}
