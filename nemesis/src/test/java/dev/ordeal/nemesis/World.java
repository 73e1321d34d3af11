package dev.ordeal.nemesis;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.client.Rpc;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.VirtualTime;
import dev.ordeal.harness.cluster.simulated.SimulatedBackend;
import dev.ordeal.harness.cluster.simulated.SimulatedHost;
import dev.ordeal.harness.cluster.simulated.SimulatedNode;
import dev.ordeal.history.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Five simulated nodes that say who hears whom and who answers. */
final class World implements AutoCloseable {
  /** When virtual time begins. */
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  static final List<String> NAMES = List.of("n1", "n2", "n3", "n4", "n5");

  private final Map<String, SimulatedHost> hosts = new HashMap<>();
  private final Set<Link> heard = new HashSet<>();
  private final Set<String> leaders = new HashSet<>();
  private final Map<String, Integer> starts = new TreeMap<>();
  private final Map<String, Integer> received = new TreeMap<>();
  private final Cluster cluster;

  World(Path folder) throws IOException {
    var site = new Site(7, Files.createDirectories(folder), folder.resolve("data"));
    cluster = SimulatedBackend.of(NAMES.size(), Program::new).open(site);
  }

  private final class Program implements SimulatedNode {
    private final String name;

    Program(String name) {
      this.name = name;
    }

    @Override
    public void start(SimulatedHost host) {
      hosts.put(name, host);
      starts.merge(name, 1, Integer::sum);
    }

    @Override
    public void receive(String src, Map<String, @Nullable Object> body) {
      if ("ping".equals(body.get("type"))) {
        hosts.get(name).send(src, Map.of("type", "ping_ok", "in_reply_to", body.get("msg_id")));
      } else if ("write".equals(body.get("type"))) {
        hosts.get(name).disk().write("key", Map.of("value", 1L));
        if (Boolean.TRUE.equals(body.get("synced"))) {
          hosts.get(name).disk().sync(() -> received.merge(name, 1, Integer::sum));
        }
      } else {
        heard.add(new Link(src, name));
        received.merge(name, 1, Integer::sum);
      }
    }

    @Override
    public boolean leads() {
      return leaders.contains(name);
    }
  }

  Cluster cluster() {
    return cluster;
  }

  Node node(String name) {
    return cluster.nodes().get(NAMES.indexOf(name));
  }

  /** How often a node was started. */
  int starts(String name) {
    return starts.getOrDefault(name, 0);
  }

  /** Lets this node, and only this, believe that it leads. */
  void elect(String name) {
    leaders.clear();
    leaders.add(name);
  }

  /** Lets a node say something to its log, after so long. */
  void logAfter(Duration time, String name, String line) {
    after(time, () -> hosts.get(name).log(line));
  }

  /** Lets something happen, after so long. */
  void after(Duration delay, Runnable task) {
    var time = cluster.capability(VirtualTime.class).orElseThrow();
    time.at(time.now() + delay.toNanos(), task);
  }

  /** Everybody speaks to everybody; the links over which somebody was heard. */
  Set<Link> heard() {
    heard.clear();
    for (String from : NAMES) {
      NAMES.stream()
          .filter(to -> !to.equals(from))
          .forEach(to -> hosts.get(from).send(to, Map.of("type", "hello")));
    }
    pass(Duration.ofSeconds(1));
    return heard;
  }

  /** One node says something to another, so often. */
  void tell(String from, String to, int times) {
    for (int time = 0; time < times; time++) {
      hosts.get(from).send(to, Map.of("type", "hello"));
    }
  }

  /** A node writes a record, synced or not; who syncs it counts one more received. */
  void write(String name, boolean synced) {
    String other = NAMES.get((NAMES.indexOf(name) + 1) % NAMES.size());
    hosts.get(other).send(name, Map.of("type", "write", "synced", synced));
    pass(Duration.ofMillis(100));
  }

  /** What a node reads of it. */
  Object read(String name) {
    return hosts.get(name).disk().read("key").map(record -> record.get("value")).orElse(0L);
  }

  /** How often a node was told something by another. */
  int received(String name) {
    return received.getOrDefault(name, 0);
  }

  /** All links between the nodes. */
  static Set<Link> links() {
    var links = new HashSet<Link>();
    for (String from : NAMES) {
      NAMES.stream().filter(to -> !to.equals(from)).forEach(to -> links.add(new Link(from, to)));
    }
    return links;
  }

  /** The names of those whose process exists. */
  Set<String> alive() {
    var processes = cluster.capability(Processes.class).orElseThrow();
    var alive = new TreeSet<String>();
    cluster.nodes().stream().filter(processes::alive).forEach(node -> alive.add(node.name()));
    return alive;
  }

  /** The names of those that answer. */
  Set<String> answering() {
    var answering = new TreeSet<String>();
    for (Node node : cluster.nodes()) {
      Rpc rpc = node.rpc();
      var unused =
          rpc.call(Map.of("type", "ping"), Duration.ofMillis(200))
              .thenAccept(answer -> answering.add(node.name()))
              .whenComplete((answer, failure) -> rpc.close());
    }
    pass(Duration.ofSeconds(1));
    return answering;
  }

  /** Injects it with this draw, as a plan would; answers the value of the info. */
  static @Nullable Object inject(Nemesis nemesis, Fault fault, long draw, Cluster cluster)
      throws Exception {
    var value = new LinkedHashMap<String, Object>(fault.aim());
    value.put("draw", draw);
    return nemesis.invoke(Op.invoke(fault.inject(), value), cluster);
  }

  /** Injects it under this name. */
  static @Nullable Object inject(Nemesis nemesis, Fault fault, String id, Cluster cluster)
      throws Exception {
    var value = new LinkedHashMap<String, Object>(fault.aim());
    value.put("id", id);
    return nemesis.invoke(Op.invoke(fault.inject(), value), cluster);
  }

  /** Takes back what was injected under this name. */
  static @Nullable Object takeBack(Nemesis nemesis, Fault fault, String id, Cluster cluster)
      throws Exception {
    return nemesis.invoke(Op.invoke(fault.heal(), Map.of("id", id)), cluster);
  }

  /** Takes it back, as a plan would; answers the value of the info. */
  static @Nullable Object takeBack(Nemesis nemesis, Fault fault, Cluster cluster) throws Exception {
    return nemesis.invoke(Op.invoke(fault.heal()), cluster);
  }

  /** What a node's program reads from its wall clock, as far as that is off the monotonic one. */
  Duration wallAhead(String name) {
    var host = hosts.get(name);
    return Duration.between(BEGIN.plusNanos(host.now()), host.wallClock());
  }

  /** Lets time pass. */
  void pass(Duration duration) {
    var time = cluster.capability(VirtualTime.class).orElseThrow();
    long limit = time.now() + duration.toNanos();
    while (time.runNext(limit)) {
      continue;
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
