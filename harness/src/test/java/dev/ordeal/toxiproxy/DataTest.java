package dev.ordeal.toxiproxy;

import static eu.rekawek.toxiproxy.model.ToxicDirection.DOWNSTREAM;
import static eu.rekawek.toxiproxy.model.ToxicDirection.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to the bytes. */
@Timeout(60)
class DataTest {
  private static final int HOUR_MILLIS = 3_600_000;

  private static CompletableFuture<Void> background(ThrowingRunnable task) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            task.run();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        Rig.THREADS);
  }

  private interface ThrowingRunnable {
    void run() throws Exception;
  }

  private static byte[] noise(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static void assertNothingComes(Socket socket) throws IOException {
    socket.setSoTimeout(50);
    try {
      assertThat(socket.getInputStream().read()).as("nothing was to come").isEqualTo(-2);
    } catch (SocketTimeoutException expected) {
      socket.setSoTimeout(20_000);
    }
  }

  @Test
  void megabytes_pass_unchanged_in_both_directions_at_once() throws Exception {
    try (Rig rig = Rig.echo()) {
      byte[] sent = noise(1, 8 << 20);
      Socket socket = rig.connect();
      CompletableFuture<Void> writer = background(() -> socket.getOutputStream().write(sent));
      assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      writer.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void megabytes_pass_unchanged_through_a_chain_of_delays() throws Exception {
    try (Rig rig = Rig.echo()) {
      rig.proxy.toxics().latency("u0", UPSTREAM, 3).setJitter(3);
      rig.proxy.toxics().latency("u1", UPSTREAM, 0);
      rig.proxy.toxics().latency("d0", DOWNSTREAM, 1);
      rig.proxy.toxics().latency("d1", DOWNSTREAM, 2).setJitter(1);
      byte[] sent = noise(2, 8 << 20);
      Socket socket = rig.connect();
      CompletableFuture<Void> writer = background(() -> socket.getOutputStream().write(sent));
      assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      writer.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void delays_of_a_chain_add_up() throws Exception {
    try (Rig rig = Rig.echo()) {
      rig.proxy.toxics().latency("a", UPSTREAM, 40);
      rig.proxy.toxics().latency("b", UPSTREAM, 30);
      rig.proxy.toxics().latency("c", DOWNSTREAM, 20);
      Socket socket = rig.connect();
      long before = System.nanoTime();
      Rig.echo(socket, 1);
      // A lower bound only: the machine may be slow, the proxy must not be fast.
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThanOrEqualTo(Duration.ofMillis(90));
    }
  }

  @Test
  void a_toxic_added_to_a_live_connection_works_at_once_and_its_removal_lets_all_of_it_go()
      throws Exception {
    try (Rig rig = Rig.echo()) {
      Socket socket = rig.connect();
      assertThat(Rig.echo(socket, 1)).isEqualTo(1);
      Latency latency = rig.proxy.toxics().latency("slow", DOWNSTREAM, HOUR_MILLIS);
      for (int i = 2; i < 10; i++) {
        socket.getOutputStream().write(i);
      }
      assertNothingComes(socket);
      latency.remove();
      assertThat(socket.getInputStream().readNBytes(8)).containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
    }
  }

  @Test
  void an_update_lets_go_what_is_being_held_and_applies_to_the_rest() throws Exception {
    try (Rig rig = Rig.echo()) {
      Latency latency = rig.proxy.toxics().latency("slow", DOWNSTREAM, HOUR_MILLIS);
      Socket socket = rig.connect();
      socket.getOutputStream().write(1);
      assertNothingComes(socket);
      long[] jitter = {0};
      // The byte may reach the toxic after an update; the next one then finds it there.
      await()
          .until(
              () -> {
                latency.setJitter(++jitter[0]);
                return socket.getInputStream().available() > 0;
              });
      assertThat(socket.getInputStream().read()).isEqualTo(1);
      socket.getOutputStream().write(2);
      assertNothingComes(socket);
      latency.setJitter(0).setLatency(0);
      assertThat(socket.getInputStream().read()).isEqualTo(2);
    }
  }

  @Test
  void chunks_of_two_bytes_arrive_whole_and_in_order_while_toxics_come_and_go() throws Exception {
    int chunks = 65_535;
    try (Rig rig =
        Rig.of(
            socket -> {
              OutputStream out = socket.getOutputStream();
              socket.getInputStream().read();
              for (int i = 0; i < chunks; i++) {
                out.write(new byte[] {(byte) (i >>> 8), (byte) i});
              }
            })) {
      Socket socket = rig.connect();
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Integer> changes =
          CompletableFuture.supplyAsync(() -> comeAndGo(rig, done), Rig.THREADS);
      socket.getOutputStream().write(1);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (int i = 0; i < chunks; i++) {
        assertThat(in.readUnsignedShort()).isEqualTo(i);
      }
      done.set(true);
      assertThat(changes.get(20, TimeUnit.SECONDS)).as("changes under traffic").isGreaterThan(9);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  private static int comeAndGo(Rig rig, AtomicBoolean done) {
    try {
      return changes(rig, done);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int changes(Rig rig, AtomicBoolean done) throws IOException {
    Random random = new Random(3);
    List<Latency> present = new ArrayList<>();
    int changes = 0;
    for (; !done.get(); changes++) {
      if (present.size() < 3) {
        Latency added = rig.proxy.toxics().latency("t" + changes, DOWNSTREAM, random.nextInt(3));
        added.setJitter(random.nextInt(2));
        present.add(added);
      } else {
        present.remove(random.nextInt(present.size())).remove();
      }
    }
    for (Latency rest : present) {
      rest.remove();
    }
    return changes;
  }

  @Test
  void a_timeout_swallows_one_direction_only() throws Exception {
    CountDownLatch received = new CountDownLatch(3);
    try (Rig rig =
        Rig.of(
            socket -> {
              InputStream in = socket.getInputStream();
              for (int b = in.read(); b >= 0; b = in.read()) {
                received.countDown();
                socket.getOutputStream().write(b);
              }
            })) {
      Socket socket = rig.connect();
      assertThat(Rig.echo(socket, 1)).isEqualTo(1);
      rig.proxy.toxics().timeout("hole", DOWNSTREAM, 0);
      socket.getOutputStream().write(2);
      socket.getOutputStream().write(3);
      assertThat(received.await(20, TimeUnit.SECONDS)).isTrue();
      assertNothingComes(socket);
    }
  }

  @Test
  void removing_a_timeout_closes_the_connection_since_bytes_are_missing() throws Exception {
    try (Rig rig = Rig.echo()) {
      Socket socket = rig.connect();
      Rig.echo(socket, 1);
      Toxic hole = rig.proxy.toxics().timeout("hole", DOWNSTREAM, 0);
      socket.getOutputStream().write(2);
      assertNothingComes(socket);
      hole.remove();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      Socket fresh = rig.connect();
      assertThat(Rig.echo(fresh, 3)).isEqualTo(3);
    }
  }

  @Test
  void a_timeout_closes_the_connection_when_its_time_has_passed() throws Exception {
    try (Rig rig = Rig.echo()) {
      Socket idle = rig.connect();
      Rig.echo(idle, 1);
      rig.proxy.toxics().timeout("hole", UPSTREAM, 30);
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
      Socket later = rig.connect();
      assertThat(later.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void what_was_sent_before_an_end_arrives_before_it() throws Exception {
    byte[] sent = noise(4, 1 << 20);
    try (Rig rig = Rig.of(socket -> socket.getOutputStream().write(sent))) {
      rig.proxy.toxics().latency("slow", DOWNSTREAM, 20);
      assertThat(rig.connect().getInputStream().readAllBytes()).isEqualTo(sent);
    }
  }

  @Test
  void a_client_that_goes_is_told_to_the_server() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (Rig rig =
        Rig.of(
            socket -> {
              socket.getInputStream().readAllBytes();
              gone.countDown();
            })) {
      rig.connect().close();
      assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_reader_that_is_stuck_hangs_no_call_and_fills_no_memory() throws Exception {
    byte[] megabyte = noise(5, 1 << 20);
    long limit = 512L << 20;
    long[] written = {0};
    try (Rig rig =
        Rig.of(
            socket -> {
              socket.getInputStream().read();
              while (written[0] < limit) {
                socket.getOutputStream().write(megabyte);
                written[0] += megabyte.length;
              }
            })) {
      Socket stuck = rig.connect();
      stuck.getOutputStream().write(1);
      for (int i = 0; i < 20; i++) {
        Latency latency = rig.proxy.toxics().latency("l", DOWNSTREAM, i % 2 == 0 ? 0 : 1000);
        latency.setJitter(1);
        Toxic behind = rig.proxy.toxics().latency("m", DOWNSTREAM, 1);
        latency.remove();
        behind.remove();
      }
      long[] last = {-1};
      await()
          .pollInterval(Duration.ofMillis(300))
          .atMost(Duration.ofSeconds(20))
          .until(() -> last[0] == (last[0] = written[0]));
      // The kernel's buffers of four sockets, and at most what one link may hold.
      assertThat(written[0]).isLessThan(100L << 20);
      rig.proxy.disable();
    }
  }

  @Test
  void toxicity_chooses_whole_connections_and_the_same_seed_chooses_the_same() throws Exception {
    List<Boolean> first = chosen(42);
    assertThat(first).as("a coin of one half in 40 throws").contains(true, false);
    assertThat(chosen(42)).isEqualTo(first);
    assertThat(chosen(43)).isNotEqualTo(first);
  }

  /** Which of 40 connections, opened one after the other, a toxic of toxicity one half swallows. */
  private static List<Boolean> chosen(long seed) throws Exception {
    List<Boolean> swallowed = new ArrayList<>();
    try (Rig rig = new Rig(ToxiproxyServer.builder().seed(seed), Rig::echoing)) {
      rig.proxy.toxics().timeout("half", DOWNSTREAM, 20).setToxicity(0.5f);
      for (int i = 0; i < 40; i++) {
        Socket socket = rig.connect();
        boolean first = echoes(socket);
        swallowed.add(!first);
        if (first) {
          assertThat(echoes(socket)).as("the coin holds for the whole connection").isTrue();
        }
      }
    }
    return swallowed;
  }

  private static boolean echoes(Socket socket) throws IOException {
    return Rig.echo(socket, 9) == 9;
  }

  @Test
  void a_toxic_of_toxicity_zero_touches_nothing() throws Exception {
    try (Rig rig = Rig.echo()) {
      rig.proxy.toxics().timeout("never", DOWNSTREAM, 1).setToxicity(0);
      Socket socket = rig.connect();
      byte[] sent = noise(6, 100_000);
      CompletableFuture<Void> writer = background(() -> socket.getOutputStream().write(sent));
      assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      writer.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void disabling_delivers_what_had_left_the_proxy_and_then_the_end() throws Exception {
    byte[] sent = noise(7, 100_000);
    try (Rig rig =
        Rig.of(
            socket -> {
              socket.getOutputStream().write(sent);
              socket.getInputStream().read();
            })) {
      Socket socket = rig.connect();
      byte[] head = socket.getInputStream().readNBytes(sent.length);
      rig.proxy.disable();
      assertThat(head).isEqualTo(sent);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      await().until(() -> rig.upstream.sockets().get(0).isClosed());
    }
  }

  @Test
  void connections_survive_updates_that_spell_their_wildcard_differently() throws Exception {
    try (Rig rig = Rig.echo()) {
      rig.proxy.setListen("0.0.0.0:0");
      Socket socket = rig.connect();
      Rig.echo(socket, 1);
      for (String same : Arrays.asList("0.0.0.0:", ":", "[::]:")) {
        rig.proxy.setListen(same + rig.port());
        assertThat(rig.proxy.getListen()).isEqualTo("[::]:" + rig.port());
        assertThat(Rig.echo(socket, 2)).isEqualTo(2);
      }
    }
  }
}
