package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.Clocks;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Deaths;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Jvms;
import dev.ordeal.harness.cluster.Leadership;
import dev.ordeal.harness.cluster.Logs;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.Pressure;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.links.LinkMesh;
import dev.ordeal.harness.cluster.links.TcpProbes;
import dev.ordeal.harness.internal.FileLogs;
import dev.ordeal.harness.internal.jvm.LocalJvms;
import dev.ordeal.harness.internal.reaper.ReaperHandle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;

/** Containers, the network they share, and the proxies between them. */
final class ContainerCluster implements Cluster, Processes, Deaths {
  static final String BACKEND = "containers";
  private static final AtomicBoolean SWEPT = new AtomicBoolean();

  private final ContainerEngine engine;
  private final ContainerSettings settings;
  private final Site site;
  private final String id = UUID.randomUUID().toString();
  private final List<String> names;
  private final Map<String, NodeContainer> containers = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final FileLogs logs = new FileLogs(node -> logFile(node.name()));
  private @Nullable LinksContainer links;
  private @Nullable LinkMesh mesh;
  private @Nullable PacketNetwork packets;
  private Optional<ContainerClocks> clocks = Optional.empty();
  private volatile boolean closing;

  ContainerCluster(ContainerEngine engine, ContainerSettings settings, Site site) {
    this.engine = engine;
    this.settings = settings;
    this.site = site;
    this.names = IntStream.rangeClosed(1, settings.nodes()).mapToObj(i -> "n" + i).toList();
  }

  /** Starts everything; what it has started when it fails is for {@link #close} to end. */
  void open() {
    if (SWEPT.compareAndSet(false, true)) {
      Leftovers.sweep(engine);
    }
    if (settings.clocks()) {
      var folder = site.data().resolve("clocks").toAbsolutePath();
      clocks = Optional.of(new ContainerClocks(folder, names, this::process, this::home));
    }
    ReaperHandle.shared().entrust(Leftovers.class, id);
    var make = settings.containers().on(engine);
    var server = new LinksContainer(engine, names, settings, site.seed());
    try (var network = newNetwork()) {
      adopt(server.container(), LinksContainer.ALIAS, network);
      server.start();
      synchronized (this) {
        links = server;
        mesh = LinkMesh.open(server.control(), names, server);
      }
      for (String name : names) {
        containers.put(
            name, new NodeContainer(engine, name, container(make, name, network), log(name)));
        var address = server.clients(name);
        nodes.add(new ContainerNode(name, new InetSocketAddress(address.host(), address.port())));
      }
      Together.run("starting " + names, nodes, node -> startFirst(process(node), node));
      if (settings.packets()) {
        namespace(names.get(0)).ifPresent(NetworkNamespace::requireFilter);
        packets = new PacketNetwork(mesh(), this::namespace, this::address);
      }
    }
  }

  /** Closing the object that Testcontainers has of it does not remove it; {@link #close} does. */
  private SharedNetwork newNetwork() {
    return SharedNetwork.create(engine, "ordeal-" + id, Labels.ofCluster(id));
  }

  private ContainerLog log(String name) {
    return new ContainerLog(logFile(name));
  }

  private Path logFile(String name) {
    return site.logs().resolve(name + ".log");
  }

  private void startFirst(NodeContainer container, Node node) {
    clocks.ifPresent(clock -> clock.files().starting(node.name()));
    container.create();
    awaitReady(container, node);
  }

  private void awaitReady(NodeContainer container, Node node) {
    var server = links();
    Optional<HostPort> through =
        server.direct() ? Optional.empty() : Optional.of(server.clients(node.name()));
    new ContainerReadiness(node, container, settings, through, () -> closing)
        .await(() -> mesh().serveClients(node.name(), true));
    container.ready();
    clocks.ifPresent(clock -> clock.files().started(node));
  }

  private GenericContainer<?> container(
      Function<NodePlace, ? extends GenericContainer<?>> make, String name, SharedNetwork network) {
    var place = place(name);
    var container = make.apply(place);
    var command = settings.program().command().apply(place);
    if (!command.isEmpty()) {
      container.setCommand(command.toArray(String[]::new));
    }
    settings.program().environment().apply(place).forEach(container::addEnv);
    clocks.ifPresent(clock -> clock.mountInto(container, name));
    adopt(container, name, network);
    return container;
  }

  private void adopt(GenericContainer<?> container, String name, SharedNetwork network) {
    var labels = new HashMap<>(Labels.ofCluster(id));
    labels.put(Labels.NODE, name);
    container.withNetwork(network);
    container.withNetworkAliases(name);
    container.withLabels(labels);
    container.withCreateContainerCmdModifier(command -> command.withHostName(name));
  }

  private NodePlace place(String name) {
    var peers = new TreeMap<String, HostPort>();
    for (String peer : names) {
      if (!peer.equals(name)) {
        peers.put(peer, settings.packets() ? links().upstream(peer) : links().link(name, peer));
      }
    }
    var listen = new HostPort("0.0.0.0", settings.program().port());
    return new NodePlace(name, listen, peers, settings.program().data());
  }

  private synchronized LinksContainer links() {
    if (links == null) {
      throw new IllegalStateException("the cluster is closed");
    }
    return links;
  }

  private synchronized LinkMesh mesh() {
    if (mesh == null) {
      throw new IllegalStateException("the cluster is closed");
    }
    return mesh;
  }

  private NodeContainer process(Node node) {
    var container = containers.get(node.name());
    if (container == null) {
      throw new IllegalArgumentException(node.name() + " is no node of this cluster: " + names);
    }
    return container;
  }

  @Override
  public void kill(Node node) {
    process(node).kill();
    mesh().serveClients(node.name(), false);
  }

  @Override
  public void killTogether(Collection<Node> together) {
    Together.run("killing " + together, List.copyOf(together), this::kill);
  }

  @Override
  public Ending stop(Node node) {
    var ending = process(node).stop(PATIENCE);
    mesh().serveClients(node.name(), false);
    return ending;
  }

  @Override
  public void start(Node node) {
    synchronized (process(node).starting()) {
      startAlone(node);
    }
  }

  private void startAlone(Node node) {
    if (alive(node)) {
      return;
    }
    mesh();
    clocks.ifPresent(clock -> clock.files().starting(node.name()));
    process(node).startAgain();
    if (packets != null) {
      packets.restarted();
    }
    try {
      awaitReady(process(node), node);
    } catch (SetupFailure failure) {
      // One that lives on half ready would pass for started the next time.
      kill(node);
      throw new IllegalStateException(failure.getMessage(), failure);
    }
  }

  @Override
  public void pause(Node node) {
    process(node).pause();
  }

  @Override
  public void resume(Node node) {
    process(node).resume();
  }

  @Override
  public boolean alive(Node node) {
    return process(node).running();
  }

  @Override
  public List<String> unasked() {
    var deaths = new ArrayList<String>();
    containers.values().forEach(container -> deaths.addAll(container.unaskedDeaths()));
    return List.copyOf(deaths);
  }

  @Override
  public String backend() {
    return BACKEND;
  }

  @Override
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  @Override
  public <C> Optional<C> capability(Class<C> kind) {
    if (kind == Network.class) {
      return Optional.of(kind.cast(packets == null ? mesh() : packets));
    }
    if (kind == Processes.class) {
      return Optional.of(kind.cast(this));
    }
    if (kind == Probes.class) {
      return Optional.of(kind.cast(probes()));
    }
    if (kind == Pressure.class) {
      return Optional.of(kind.cast(new ContainerPressure(engine, this::process)));
    }
    if (kind == Jvms.class) {
      return Optional.of(kind.cast(new LocalJvms(node -> process(node).localPids())));
    }
    if (kind == Clocks.class) {
      return clocks.map(clock -> kind.cast(clock.files()));
    }
    if (kind == Deaths.class) {
      return Optional.of(kind.cast(this));
    }
    if (kind == Logs.class) {
      return Optional.of(kind.cast(logs));
    }
    if (kind == Leadership.class) {
      return settings.leader().map(ask -> kind.cast((Leadership) () -> ask.apply(nodes())));
    }
    return Optional.empty();
  }

  private Probes probes() {
    var direct = new TcpProbes(link -> links().linkFromHere(link.from(), link.to()), this::home);
    return packets == null
        ? direct
        : new PacketProbes(
            direct,
            this::namespace,
            name -> address(name).map(at -> new HostPort(at, settings.program().port())));
  }

  /** Where a node is, from here; the clients' way to it if it has no address, or none to us. */
  private HostPort home(Node node) {
    return address(node.name())
        .filter(address -> links().direct())
        .map(address -> new HostPort(address, settings.program().port()))
        .orElseGet(() -> links().clients(node.name()));
  }

  private Optional<NetworkNamespace> namespace(String name) {
    return Optional.ofNullable(containers.get(name))
        .flatMap(NodeContainer::pid)
        .map(pid -> new NetworkNamespace(name, pid));
  }

  private Optional<String> address(String name) {
    return Optional.ofNullable(containers.get(name)).flatMap(NodeContainer::address);
  }

  @Override
  public void close() {
    closing = true;
    logs.close();
    synchronized (this) {
      if (mesh != null) {
        mesh.close();
      }
      mesh = null;
      links = null;
    }
    try {
      engine.call("removing the containers of the cluster", this::removeAll);
      ReaperHandle.shared().release(Leftovers.class, id);
    } finally {
      containers.values().forEach(NodeContainer::closeLog);
      deleteData();
    }
  }

  private boolean removeAll() {
    Leftovers.remove(engine, id);
    return true;
  }

  private void deleteData() {
    try (Stream<Path> files = Files.exists(site.data()) ? Files.walk(site.data()) : Stream.of()) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException failure) {
      System.getLogger(ContainerCluster.class.getName())
          .log(System.Logger.Level.WARNING, "cannot delete " + site.data() + ": " + failure);
    }
  }
}
