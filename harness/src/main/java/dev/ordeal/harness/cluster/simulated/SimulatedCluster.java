package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Clocks;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Disks;
import dev.ordeal.harness.cluster.Jvms;
import dev.ordeal.harness.cluster.Leadership;
import dev.ordeal.harness.cluster.Logs;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Pressure;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.Storage;
import dev.ordeal.harness.cluster.VirtualTime;
import dev.ordeal.harness.internal.Capabilities;
import dev.ordeal.harness.internal.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole cluster: its members, its links, its clients, and the events that move them. */
final class SimulatedCluster implements Cluster {
  private final SimulatedBackend backend;
  private final Site site;
  private final Simulation simulation = new Simulation();
  private final Lives lives = new Lives(this);
  private final Capabilities capabilities;
  private final Links links;
  private final SeededRandom clientRandom;
  private final List<Member> members = new ArrayList<>();
  private final Map<String, Member> membersByName = new HashMap<>();
  private final Map<String, SimulatedRpc> clients = new HashMap<>();
  private final List<String> names;
  private int connected;
  private boolean closed;

  SimulatedCluster(SimulatedBackend backend, Site site) {
    this.backend = backend;
    this.site = site;
    this.links = new Links(this, backend.network(), random(Concern.NETWORK), backend.nodes());
    this.capabilities = able();
    this.clientRandom = random(Concern.CLIENTS);
    try {
      for (int index = 0; index < backend.nodes(); index++) {
        var log = new NodeLog(site.logs().resolve("n" + (index + 1) + ".log"));
        var member = new Member(this, backend.factory(), index, log);
        members.add(member);
        membersByName.put(member.name(), member);
      }
    } catch (IOException failure) {
      close();
      throw new SetupFailure(
          "cannot write a node's log: " + failure + "; is " + site.logs() + " a folder?", failure);
    }
    this.names = members.stream().map(Member::name).toList();
  }

  private Capabilities able() {
    var pressure = new SimulatedPressure(this);
    var disks = new SimulatedDisks(this);
    return new Capabilities()
        .with(VirtualTime.class, () -> simulation)
        .with(Network.class, () -> links)
        .with(Pressure.class, () -> pressure)
        .with(Disks.class, () -> disks)
        .with(Clocks.class, () -> new SimulatedClocks(this))
        .with(Jvms.class, () -> new SimulatedStalls(this))
        .with(Probes.class, () -> new SimulatedProbes(this))
        .with(Storage.class, () -> node -> member(node).erase())
        .with(Logs.class, () -> (node, line) -> member(node).follow(line))
        .with(Processes.class, () -> lives)
        .with(Leadership.class, () -> lives);
  }

  /** Starts every node. */
  void start() {
    try {
      members.forEach(Member::start);
    } catch (RuntimeException failure) {
      close();
      throw new SetupFailure(String.valueOf(failure.getMessage()), failure);
    }
  }

  @Override
  public String backend() {
    return backend.name();
  }

  @Override
  public List<Node> nodes() {
    return List.copyOf(members);
  }

  @Override
  public <C> Optional<C> capability(Class<C> kind) {
    return capabilities.get(kind);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    clients.values().stream()
        .sorted(Comparator.comparingInt(client -> Integer.parseInt(client.name().substring(1))))
        .toList()
        .forEach(SimulatedRpc::close);
    members.forEach(member -> member.end("close"));
    closeLogs();
  }

  /** All of them, and the data go too, even if the disk has no room for what they still hold. */
  private void closeLogs() {
    UncheckedIOException first = null;
    for (var member : members) {
      try {
        member.closeLog();
      } catch (UncheckedIOException failure) {
        first = first == null ? failure : first;
      }
    }
    deleteData();
    if (first != null) {
      throw first;
    }
  }

  /** The simulated disks left nothing there; a program that writes real files may have. */
  private void deleteData() {
    try {
      Folders.delete(site.data());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  boolean closed() {
    return closed;
  }

  long now() {
    return simulation.now();
  }

  void schedule(long delayNanos, Event event) {
    long time = simulation.now() + delayNanos;
    simulation.schedule(delayNanos > 0 && time < 0 ? Long.MAX_VALUE : time, event);
  }

  void cancel(Event event) {
    simulation.cancel(event);
  }

  long syncNanos() {
    return backend.syncNanos();
  }

  long clientLatency() {
    return backend.clientLatency().sample(clientRandom);
  }

  SeededRandom random(Concern concern, long... path) {
    var full = new long[path.length + 1];
    full[0] = concern.ordinal();
    System.arraycopy(path, 0, full, 1, path.length);
    return SeededRandom.of(site.seed(), full);
  }

  List<String> names() {
    return names;
  }

  Member member(String name) {
    var member = membersByName.get(name);
    if (member == null) {
      throw new IllegalArgumentException("no node is called " + name + "; there are " + names);
    }
    return member;
  }

  Member member(Node node) {
    if (node instanceof Member member && membersByName.get(member.name()) == member) {
      return member;
    }
    throw new IllegalArgumentException(node.name() + " is not a node of this cluster");
  }

  SimulatedRpc connect(Member member) {
    var client = new SimulatedRpc(this, member, "c" + ++connected);
    if (!closed) {
      clients.put(client.name(), client);
      member.connections().add(client);
    }
    return client;
  }

  Links links() {
    return links;
  }

  /** The clients' connections to a node are reset: what it has not answered may have happened. */
  void dropClientsOf(int index) {
    var member = members.get(index);
    var life = member.life();
    if (life != null) {
      List.copyOf(member.connections()).forEach(connection -> connection.lose(life));
    }
  }

  void disconnect(SimulatedRpc client) {
    clients.remove(client.name());
    client.node().connections().remove(client);
  }

  /** Sends to a node or a client; a client that is gone hears nothing. */
  void send(Member from, String dest, PlainMap body) {
    var node = membersByName.get(dest);
    if (node != null) {
      links.send(from, node, body);
      return;
    }
    var client = clients.get(dest);
    if (client != null) {
      client.answer(from, body);
    } else if (!dest.startsWith("c")) {
      member(dest);
    }
  }
}
