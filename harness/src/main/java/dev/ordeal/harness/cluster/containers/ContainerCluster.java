package dev.ordeal.harness.cluster.containers;

import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import dev.ordeal.harness.cluster.Clocks;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Jvms;
import dev.ordeal.harness.cluster.Leadership;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.Pressure;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.containers.ContainerSettings.Option;
import dev.ordeal.harness.cluster.links.LinkMesh;
import dev.ordeal.harness.cluster.links.TcpProbes;
import dev.ordeal.harness.internal.RealCluster;
import dev.ordeal.harness.internal.jvm.LocalJvms;
import dev.ordeal.harness.internal.reaper.AbandonedData;
import dev.ordeal.harness.internal.reaper.ReaperHandle;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;

/** Containers, the network they share, and the proxies between them. */
final class ContainerCluster extends RealCluster {
  static final String BACKEND = "containers";
  private static final AtomicBoolean SWEPT = new AtomicBoolean();

  private final ContainerEngine engine;
  private final ContainerSettings settings;
  private final String id = UUID.randomUUID().toString();
  private final Map<String, NodeContainer> containers = new LinkedHashMap<>();
  private @Nullable LinksContainer links;
  private @Nullable LinkMesh mesh;
  private @Nullable PacketNetwork packets;
  private Optional<ContainerClocks> clocks = Optional.empty();
  private volatile boolean closing;

  ContainerCluster(ContainerEngine engine, ContainerSettings settings, Site site) {
    super(BACKEND, site, settings.nodes());
    this.engine = engine;
    this.settings = settings;
    capabilities()
        .with(Network.class, () -> packets == null ? mesh() : packets)
        .with(Probes.class, this::probes)
        .with(Pressure.class, () -> new ContainerPressure(engine, this::process))
        .withAny(Clocks.class, () -> clocks)
        .with(Jvms.class, () -> new LocalJvms(node -> process(node).localPids()))
        .withAny(Leadership.class, () -> leadership(settings.leader()));
  }

  /** Starts everything; what it has started when it fails is for {@link #close} to end. */
  void open() {
    if (SWEPT.compareAndSet(false, true)) {
      Leftovers.sweep(engine);
    }
    AbandonedData.entrust(site().data());
    if (settings.has(Option.CLOCKS)) {
      clocks =
          Optional.of(
              new ContainerClocks(
                  scratch("clocks"),
                  names(),
                  this::process,
                  this::home,
                  settings.program().probe()));
    }
    ReaperHandle.shared().entrust(Leftovers.class, id);
    var make = settings.containers().on(engine);
    if (settings.has(Option.DISKS)) {
      openDisks();
    }
    var server = new LinksContainer(engine, names(), settings, site().seed());
    try (var network = newNetwork()) {
      adopt(server.container(), LinksContainer.ALIAS, network);
      server.start();
      synchronized (this) {
        links = server;
        mesh = LinkMesh.open(server.control(), names(), server);
      }
      for (String name : names()) {
        containers.put(
            name, new NodeContainer(engine, name, container(make, name, network), log(name)));
        var address = server.clients(name);
        add(new ContainerNode(name, new InetSocketAddress(address.host(), address.port())));
      }
      Together.run("starting " + names(), nodes(), node -> startFirst(process(node), node));
      if (settings.has(Option.PACKETS)) {
        namespace(names().get(0)).ifPresent(NetworkNamespace::requireFilter);
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

  private void startFirst(NodeContainer container, Node node) {
    clocks.ifPresent(clock -> clock.starting(node.name()));
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
    clocks.ifPresent(clock -> clock.started(node));
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
    if (settings.has(Option.DISKS)) {
      bindData(container, name);
    }
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

  /** Unlike a bind in the old style, a mount is refused if the engine does not see its source. */
  private void bindData(GenericContainer<?> container, String name) {
    var mount =
        new Mount()
            .withType(MountType.BIND)
            .withSource(site().data().resolve(name).toAbsolutePath().toString())
            .withTarget(settings.program().data());
    container.withCreateContainerCmdModifier(
        command -> {
          var host = Objects.requireNonNull(command.getHostConfig());
          var mounts = new ArrayList<>(Objects.requireNonNullElse(host.getMounts(), List.of()));
          mounts.add(mount);
          host.withMounts(mounts);
        });
  }

  private NodePlace place(String name) {
    var peers = new TreeMap<String, HostPort>();
    for (String peer : names()) {
      if (!peer.equals(name)) {
        peers.put(
            peer, settings.has(Option.PACKETS) ? links().upstream(peer) : links().link(name, peer));
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
      throw new IllegalArgumentException(node.name() + " is no node of this cluster: " + names());
    }
    return container;
  }

  @Override
  public void kill(Node node) {
    process(node).kill();
    mesh().serveClients(node.name(), false);
    mesh().drop(node.name());
  }

  @Override
  public void killTogether(Collection<Node> together) {
    Together.run("killing " + together, List.copyOf(together), this::kill);
  }

  @Override
  public Ending stop(Node node) {
    var ending = process(node).stop(PATIENCE);
    mesh().serveClients(node.name(), false);
    mesh().drop(node.name());
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
    clocks.ifPresent(clock -> clock.starting(node.name()));
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
    // Who dialled it while it was away would be asked again only after seconds.
    mesh().drop(node.name());
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
  public Optional<String> broken() {
    return links()
        .ended()
        .map(
            how ->
                "the container of the links "
                    + how
                    + " in mid-run, and nobody of ours ended it: was the container engine stopped?"
                    + " Run the trial again");
  }

  private Probes probes() {
    var question = settings.program().probe();
    var direct =
        new TcpProbes(question, link -> links().linkFromHere(link.from(), link.to()), this::home);
    return packets == null
        ? direct
        : new PacketProbes(
            question,
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
    closeLogs();
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
      closeData();
    }
  }

  private boolean removeAll() {
    Leftovers.remove(engine, id);
    return true;
  }
}
