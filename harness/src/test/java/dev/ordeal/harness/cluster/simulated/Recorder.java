package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A cluster of nodes that do nothing but remember, so that a test can act in their place. */
final class Recorder implements AutoCloseable {
  private final Map<String, SimulatedHost> hosts = new HashMap<>();
  private final Map<String, List<Object>> seen = new HashMap<>();
  private final Cluster cluster;
  private final Site site;

  Recorder(long seed, Path folder, UnaryOperator<SimulatedBackend> options) throws IOException {
    site = new Site(seed, Files.createDirectories(folder), folder.resolve("data"));
    cluster = options.apply(SimulatedBackend.of(3, Program::new)).open(site);
  }

  private final class Program implements SimulatedNode {
    private final String name;

    Program(String name) {
      this.name = name;
    }

    @Override
    public void start(SimulatedHost host) {
      hosts.put(name, host);
      seen.put(name, new ArrayList<>());
    }

    @Override
    public void receive(String src, Map<String, @Nullable Object> body) {
      if ("crash".equals(body.get("type"))) {
        throw new IllegalStateException("told to crash");
      }
      seen.get(name).add(body.get("text"));
      if ("leak".equals(body.get("type"))) {
        body.put("more", 1L);
      }
      if (body.get("msg_id") != null && !"mute".equals(body.get("type"))) {
        host(name).send(src, Map.of("type", "ok", "in_reply_to", body.get("msg_id")));
      }
    }

    @Override
    public boolean leads() {
      return seen.get(name).contains("lead");
    }
  }

  SimulatedHost host(String name) {
    return hosts.get(name);
  }

  /** The texts of the messages that a node took since its start; a test may add its own marks. */
  List<Object> seen(String name) {
    return seen.get(name);
  }

  void send(String from, String to, Object text) {
    host(from).send(to, Map.of("type", "say", "text", text));
  }

  Node node(String name) {
    return cluster.nodes().stream().filter(node -> node.name().equals(name)).findFirst().get();
  }

  Cluster cluster() {
    return cluster;
  }

  Network network() {
    return cluster.capability(Network.class).orElseThrow();
  }

  Processes processes() {
    return cluster.capability(Processes.class).orElseThrow();
  }

  String log(String name) throws IOException {
    return Files.readString(site.logs().resolve(name + ".log"));
  }

  long now() {
    return cluster.capability(VirtualTime.class).orElseThrow().now();
  }

  void run(Duration duration) {
    var time = cluster.capability(VirtualTime.class).orElseThrow();
    long limit = time.now() + duration.toNanos();
    while (time.runNext(limit)) {}
  }

  @Override
  public void close() {
    cluster.close();
  }
}
