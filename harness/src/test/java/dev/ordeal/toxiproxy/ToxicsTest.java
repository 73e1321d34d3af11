package dev.ordeal.toxiproxy;

import static eu.rekawek.toxiproxy.model.ToxicDirection.DOWNSTREAM;
import static eu.rekawek.toxiproxy.model.ToxicDirection.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What toxics do to real connections. Times are bounded from below only: the machine may be slow.
 */
@Timeout(60)
class ToxicsTest {
  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static byte[] echo(Socket socket, byte[] sent) throws IOException {
    socket.getOutputStream().write(sent);
    return socket.getInputStream().readNBytes(sent.length);
  }

  @ParameterizedTest
  @EnumSource(ToxicDirection.class)
  void bandwidth_takes_as_long_as_the_bytes_are_worth(ToxicDirection direction) throws Exception {
    try (Rig rig = Rig.echo()) {
      rig.proxy.toxics().bandwidth("narrow", direction, 100);
      byte[] sent = noise(30_000);
      Socket socket = rig.connect();
      long before = System.nanoTime();
      assertThat(echo(socket, sent)).isEqualTo(sent);
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
  }

  @Test
  void bandwidth_of_zero_lets_nothing_through_until_it_is_removed() throws Exception {
    try (Rig rig = Rig.echo()) {
      Toxic closed = rig.proxy.toxics().bandwidth("closed", UPSTREAM, 0);
      Socket socket = rig.connect();
      byte[] sent = noise(10_000);
      socket.getOutputStream().write(sent);
      await().until(() -> rig.server.connections().get(0).upstream().received() > 0);
      assertThat(rig.server.connections().get(0).upstream().sent()).isZero();
      closed.remove();
      assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
    }
  }

  @ParameterizedTest
  @EnumSource(ToxicDirection.class)
  void slicer_changes_no_byte(ToxicDirection direction) throws Exception {
    try (Rig rig = Rig.echo()) {
      rig.proxy.toxics().slicer("s", direction, 100, 10).setSizeVariation(50);
      byte[] sent = noise(100_000);
      Socket socket = rig.connect();
      CompletableFuture<byte[]> read = reading(socket, sent.length);
      socket.getOutputStream().write(sent);
      assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(sent);
    }
  }

  private static CompletableFuture<byte[]> reading(Socket socket, int length) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return socket.getInputStream().readNBytes(length);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        },
        Rig.THREADS);
  }

  @Test
  void slow_close_keeps_the_end_back_in_its_own_direction_only() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (Rig rig =
        Rig.of(
            socket -> {
              if (socket.getInputStream().read() < 0) {
                gone.countDown();
              }
            })) {
      rig.proxy.toxics().slowClose("s", DOWNSTREAM, 100);
      Socket closes = rig.connect();
      closes.close();
      assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
      Socket socket = rig.connect();
      long before = System.nanoTime();
      socket.getOutputStream().write(1);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 70_000})
  void limit_data_passes_that_many_bytes_and_then_ends(int limit) throws Exception {
    byte[] sent = noise(100_000);
    try (Rig rig =
        Rig.of(
            socket -> {
              socket.getOutputStream().write(sent);
              socket.getInputStream().read();
            })) {
      rig.proxy.toxics().limitData("l", DOWNSTREAM, limit);
      assertThat(rig.connect().getInputStream().readAllBytes()).hasSize(limit);
    }
  }

  @Test
  void a_reset_that_waits_for_an_hour_holds_up_no_call() throws Exception {
    try (Rig rig = Rig.echo()) {
      Toxic reset = rig.proxy.toxics().resetPeer("r", UPSTREAM, 3_600_000);
      Socket socket = rig.connect();
      socket.getOutputStream().write(1);
      await().until(() -> rig.server.connections().get(0).upstream().received() == 1);
      rig.proxy.toxics().latency("another", UPSTREAM, 1).remove();
      reset.remove();
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void a_toxicity_of_zero_touches_no_connection() throws Exception {
    try (Rig rig = Rig.echo()) {
      Toxic reset = rig.proxy.toxics().resetPeer("r", UPSTREAM, 0);
      reset.setToxicity(0);
      Socket socket = rig.connect();
      assertThat(Rig.echo(socket, 1)).isEqualTo(1);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).as("an end, not a reset").isEqualTo(-1);
    }
  }

  @Test
  void the_same_seed_hits_the_same_connections() throws Exception {
    assertThat(hits(5)).isEqualTo(hits(5)).contains("x", ".").isNotEqualTo(hits(6));
  }

  /** Which of some connections a toxic of toxicity one half runs on. */
  private static String hits(long seed) throws Exception {
    try (Rig rig = new Rig(ToxiproxyServer.builder().seed(seed), Rig::echoing)) {
      rig.proxy.toxics().limitData("l", DOWNSTREAM, 0).setToxicity(0.5f);
      StringBuilder hits = new StringBuilder();
      for (int i = 0; i < 24; i++) {
        hits.append(Rig.echo(rig.connect(), 1) == 1 ? "." : "x");
      }
      return hits.toString();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void no_byte_is_lost_or_overtaken_while_toxics_of_all_kinds_come_go_and_change(long seed)
      throws Exception {
    try (Rig rig = Rig.echo()) {
      Random random = new Random(seed);
      byte[] sent = noise(3_000_000);
      Socket socket = rig.connect();
      CompletableFuture<byte[]> read = reading(socket, sent.length);
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                try {
                  socket.getOutputStream().write(sent);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              },
              Rig.THREADS);
      for (int i = 0; i < 300 && !read.isDone(); i++) {
        change(rig, random);
      }
      rig.client.reset();
      writer.get(30, TimeUnit.SECONDS);
      assertThat(read.get(30, TimeUnit.SECONDS)).as("seed %d", seed).isEqualTo(sent);
    }
  }

  private static void change(Rig rig, Random random) throws IOException {
    String name = "t" + random.nextInt(4);
    ToxicDirection direction = random.nextBoolean() ? UPSTREAM : DOWNSTREAM;
    String path = "/proxies/p/toxics";
    switch (random.nextInt(3)) {
      case 0 -> rig.wire().send("DELETE", path + "/" + name, "");
      case 1 ->
          rig.wire()
              .post(
                  path + "/" + name,
                  "{\"attributes\":{\"delay\":3,\"rate\":900},\"toxicity\":0.5}");
      default -> {
        String type =
            switch (random.nextInt(5)) {
              case 0 -> "'latency','attributes':{'latency':2,'jitter':2}";
              case 1 -> "'bandwidth','attributes':{'rate':" + 500 * random.nextInt(3) + "}";
              case 2 -> "'slicer','attributes':{'average_size':500,'delay':20}";
              case 3 -> "'slow_close'";
              default -> "'noop'";
            };
        String body = "{'name':'%s','stream':'%s','type':%s}".formatted(name, direction, type);
        rig.wire().post(path, body.replace('\'', '"'));
      }
    }
  }
}
