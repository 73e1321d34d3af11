package dev.ordeal.toxiproxy;

import static eu.rekawek.toxiproxy.model.ToxicDirection.DOWNSTREAM;
import static eu.rekawek.toxiproxy.model.ToxicDirection.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a server starts, bears many callers, and ends. */
@Timeout(60)
class LifeTest {
  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("toxiproxy"))
        .toList();
  }

  @Test
  void a_closed_server_leaves_no_thread_and_no_socket() throws Exception {
    Rig rig = Rig.echo();
    rig.proxy.setUpstream(rig.upstream.address().replace("127.0.0.1", "localhost"));
    rig.proxy.toxics().latency("slow", DOWNSTREAM, 3_600_000);
    Socket socket = rig.connect();
    socket.getOutputStream().write(1);
    await().until(() -> rig.upstream.sockets().size() == 1);
    int api = rig.server.port();
    rig.server.close();
    assertThat(socket.getInputStream().read()).isEqualTo(-1);
    await().until(() -> rig.upstream.sockets().get(0).isClosed());
    assertThatThrownBy(() -> new Socket("127.0.0.1", api)).isInstanceOf(ConnectException.class);
    assertThatThrownBy(rig::connect).isInstanceOf(ConnectException.class);
    rig.server.close();
    rig.close();
    await().until(() -> threads().isEmpty());
  }

  @Test
  void a_port_that_is_taken_is_named_with_a_cure() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThatThrownBy(() -> ToxiproxyServer.builder().port(taken.getLocalPort()).start())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("a port that is free or 0");
    }
    await().until(() -> threads().isEmpty());
  }

  @Test
  void many_callers_at_once_each_get_their_own_answer() throws Exception {
    try (Rig rig = Rig.echo()) {
      ExecutorService callers = Executors.newFixedThreadPool(8);
      List<Future<Integer>> results = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        results.add(callers.submit(caller(rig, "c" + caller)));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(25);
      }
      callers.shutdown();
      assertThat(callers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      assertThat(rig.client.getProxies()).extracting(Proxy::getName).containsExactly("p");
      assertThat(rig.proxy.toxics().getAll()).isEmpty();
    }
  }

  private static Callable<Integer> caller(Rig rig, String name) {
    return () -> {
      ToxiproxyClient client = new ToxiproxyClient("127.0.0.1", rig.server.port());
      int rounds = 0;
      for (; rounds < 25; rounds++) {
        Proxy own = client.createProxy(name, "127.0.0.1:0", rig.upstream.address());
        own.toxics().latency("slow", UPSTREAM, 1);
        client.getProxy("p").toxics().latency(name, UPSTREAM, 1).remove();
        own.delete();
      }
      return rounds;
    };
  }

  @Test
  void a_toxic_is_on_every_one_of_200_connections_when_the_call_returns() throws Exception {
    try (Rig rig = Rig.echo()) {
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Socket socket = rig.connect();
        assertThat(Rig.echo(socket, 1)).isEqualTo(1);
        sockets.add(socket);
      }
      rig.proxy.toxics().timeout("cut", DOWNSTREAM, 1);
      for (Socket socket : sockets) {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void the_loop_sleeps_while_a_connection_is_idle() throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (Rig rig = Rig.echo()) {
      Socket idle = rig.connect();
      Rig.echo(idle, 1);
      long loop =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("toxiproxy-loop"))
              .mapToLong(Thread::getId)
              .max()
              .orElseThrow();
      long before = threads.getThreadCpuTime(loop);
      idle.setSoTimeout(300);
      assertThatThrownBy(() -> idle.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      // A loop that never slept would have used most of those 300 ms.
      assertThat(Duration.ofNanos(threads.getThreadCpuTime(loop) - before))
          .isLessThan(Duration.ofMillis(30));
    }
  }

  private static Process main(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(ToxiproxyMain.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String firstLine(Process process) throws IOException {
    return new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  @Test
  void the_command_line_tells_when_it_is_ready_and_ends_with_its_input() throws Exception {
    Process process = main("-port", "0", "-seed", "7", "-exit-on-stdin-eof");
    try {
      String ready = firstLine(process);
      assertThat(ready).startsWith("toxiproxy: the API listens on 127.0.0.1:");
      int port = Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1));
      assertThat(new Wire(port).get("/proxies").body()).isEqualTo("{}");
      process.getOutputStream().close();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void the_command_line_refuses_in_one_sentence_with_exit_code_2() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String busy = String.valueOf(taken.getLocalPort());
      refuses("toxiproxy: cannot listen on 127.0.0.1:" + busy, "-port", busy);
    }
    refuses("toxiproxy: -port must be a whole number from 0 to 65535, was x", "-port", "x");
    refuses("toxiproxy: option -what is unknown or has no value; usage:", "-what");
  }

  @Test
  void the_command_line_takes_the_options_of_the_original(@TempDir Path dir) throws Exception {
    Path config = dir.resolve("proxies.json");
    Files.writeString(
        config, "[{\"name\":\"c\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"127.0.0.1:1\"}]");
    Process process =
        main("--port=0", "-config", config.toString(), "-proxy-metrics", "-runtime-metrics");
    try {
      String ready = firstLine(process);
      Wire wire = new Wire(Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1)));
      assertThat(wire.get("/proxies/c").status()).isEqualTo(200);
      assertThat(wire.get("/metrics").body()).contains("toxiproxy_proxy_", "jvm_");
    } finally {
      process.destroyForcibly();
    }
    refuses(
        "toxiproxy: -config: there is no file " + dir.resolve("none"),
        "-port",
        "0",
        "-config",
        dir.resolve("none").toString());
    Files.writeString(config, "[{\"name\":\"c\"}]");
    refuses(
        "toxiproxy: -config " + config + ": missing required field: upstream at proxy 1",
        "-port",
        "0",
        "-config",
        config.toString());
    assertThat(firstLine(main("-version"))).isEqualTo("toxiproxy-server version 2.12.0");
  }

  private static void refuses(String sentence, String... arguments) throws Exception {
    Process process = main(arguments);
    try {
      assertThat(firstLine(process)).startsWith(sentence);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(2);
    } finally {
      process.destroyForcibly();
    }
  }
}
