package dev.ordeal.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a proxy reaches its upstream, or does not. */
@Timeout(60)
class DialTest {
  @Test
  void an_upstream_that_refuses_hangs_up_on_the_client() throws Exception {
    try (Rig rig = Rig.echo()) {
      rig.upstream.close();
      assertThat(rig.connect().getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void an_upstream_without_an_address_hangs_up_on_the_client() throws Exception {
    try (Rig rig = Rig.echo()) {
      for (String nowhere : List.of("no.such.invalid:1", "noport", "127.0.0.1:x")) {
        rig.proxy.setUpstream(nowhere);
        assertThat(rig.connect().getInputStream().read()).as(nowhere).isEqualTo(-1);
      }
    }
  }

  @Test
  void an_upstream_that_never_answers_is_given_up_and_holds_up_nobody_meanwhile() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Rig rig = new Rig(ToxiproxyServer.builder().dialTimeout(Duration.ofMillis(500)), s -> {})) {
      List<Socket> fillers = fill(full);
      rig.proxy.setUpstream("127.0.0.1:" + full.getLocalPort());
      Socket first = rig.connect();
      Socket second = rig.connect();
      assertThat(rig.wire().get("/proxies/p").status()).isEqualTo(200);
      assertThat(first.getInputStream().read()).isEqualTo(-1);
      assertThat(second.getInputStream().read()).isEqualTo(-1);
      for (Socket filler : fillers) {
        filler.close();
      }
    }
  }

  /** Connects until the kernel answers nobody any more. */
  private static List<Socket> fill(ServerSocket server) throws IOException {
    List<Socket> fillers = new ArrayList<>();
    while (true) {
      Socket socket = new Socket();
      try {
        socket.connect(server.getLocalSocketAddress(), 200);
        fillers.add(socket);
      } catch (SocketTimeoutException e) {
        socket.close();
        return fillers;
      }
    }
  }

  @Test
  void a_name_is_looked_up_for_every_dial() throws Exception {
    try (Rig rig = Rig.echo()) {
      rig.proxy.setUpstream(rig.upstream.address().replace("127.0.0.1", "localhost"));
      assertThat(Rig.echo(rig.connect(), 5)).isEqualTo(5);
      assertThat(Rig.echo(rig.connect(), 6)).isEqualTo(6);
    }
  }
}
