package dev.ordeal.harness.cluster.testnode;

import dev.ordeal.harness.cluster.simulated.SimulatedDisk;
import dev.ordeal.harness.cluster.simulated.SimulatedHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@link TestNode} as a real process that speaks newline-delimited JSON over TCP: {@code
 * --name n1 --listen HOST:PORT --peers n2=H:P,n3=H:P --data DIR [--until-stdin-ends]}.
 */
public final class TestNodeMain implements SimulatedHost {
  private final ScheduledExecutorService loop =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "node"));
  private final Map<String, Socket> clients = new ConcurrentHashMap<>();
  private final Map<String, PeerLink> peers = new TreeMap<>();
  private final RandomGenerator random = new SplittableRandom();
  private final TestNode node = new TestNode();
  private final String name;
  private final List<String> nodes;
  private final FileDisk disk;

  private TestNodeMain(String name, String peersText, Path data) throws IOException {
    this.name = name;
    this.disk = new FileDisk(data);
    for (String peer : peersText.isEmpty() ? new String[0] : peersText.split(",")) {
      int equals = peer.indexOf('=');
      int colon = peer.lastIndexOf(':');
      var peerName = peer.substring(0, equals);
      int port = Integer.parseInt(peer.substring(colon + 1));
      peers.put(peerName, new PeerLink(peerName, peer.substring(equals + 1, colon), port));
    }
    var all = new ArrayList<>(peers.keySet());
    all.add(name);
    all.sort(null);
    this.nodes = List.copyOf(all);
  }

  /** Serves until it is killed, or its standard input ends if so told. */
  public static void main(String[] args) throws IOException {
    var options = Arrays.asList(args);
    if (options.contains("--until-stdin-ends")) {
      daemon("stdin", TestNodeMain::haltWhenStdinEnds);
    }
    var main =
        new TestNodeMain(
            option(options, "--name"),
            option(options, "--peers"),
            Path.of(option(options, "--data")));
    main.serve(option(options, "--listen"));
  }

  private static String option(List<String> options, String key) {
    int at = options.indexOf(key);
    if (at < 0 || at + 1 >= options.size()) {
      throw new IllegalArgumentException(key + " is missing; give it a value");
    }
    return options.get(at + 1);
  }

  private static void haltWhenStdinEnds() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException closed) {
      // The same as its end.
    }
    Runtime.getRuntime().halt(0);
  }

  static void daemon(String name, Runnable task) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(String listen) throws IOException {
    int colon = listen.lastIndexOf(':');
    int port = Integer.parseInt(listen.substring(colon + 1));
    try (var server = new ServerSocket()) {
      server.setReuseAddress(true);
      var host = InetAddress.getByName(listen.substring(0, colon));
      server.bind(new java.net.InetSocketAddress(host, port), 256);
      loop.execute(() -> guarded(() -> node.start(this)));
      while (true) {
        var socket = server.accept();
        socket.setTcpNoDelay(true);
        daemon("from-" + socket.getRemoteSocketAddress(), () -> read(socket));
      }
    }
  }

  private void read(Socket socket) {
    try (socket;
        var input =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line; (line = input.readLine()) != null; ) {
        var message = FileDisk.JSON.fromJson(line, FileDisk.OBJECT);
        var src = String.valueOf(message.get("src"));
        @SuppressWarnings("unchecked")
        var body = (Map<String, @Nullable Object>) message.get("body");
        if (!peers.containsKey(src)) {
          clients.put(src, socket);
        }
        loop.execute(() -> guarded(() -> node.receive(src, body)));
      }
    } catch (IOException lost) {
      log("lost a connection: " + lost);
    }
  }

  /** A program that throws has crashed. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException crash) {
      crash.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  @Override
  public void send(String dest, Map<String, @Nullable Object> body) {
    var message = new LinkedHashMap<String, @Nullable Object>();
    message.put("src", name);
    message.put("dest", dest);
    message.put("body", body);
    var line = FileDisk.JSON.toJson(message);
    var peer = peers.get(dest);
    var client = clients.get(dest);
    if (peer != null) {
      peer.send(line);
    } else if (client != null) {
      try {
        client.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException gone) {
        clients.remove(dest, client);
      }
    }
  }

  @Override
  public Runnable after(Duration delay, Runnable task) {
    var timer = loop.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> nodes() {
    return nodes;
  }

  @Override
  public long now() {
    return System.nanoTime();
  }

  @Override
  public Instant wallClock() {
    return Instant.now();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public SimulatedDisk disk() {
    return disk;
  }

  @Override
  public void log(String line) {
    System.out.println(line);
  }
}
