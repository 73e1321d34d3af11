package dev.ordeal.harness.cluster.processes;

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
import dev.ordeal.harness.cluster.Storage;
import dev.ordeal.harness.cluster.links.LinkLayout;
import dev.ordeal.harness.cluster.links.LinkMesh;
import dev.ordeal.harness.cluster.links.TcpProbes;
import dev.ordeal.harness.internal.Folders;
import dev.ordeal.harness.internal.RealCluster;
import dev.ordeal.harness.internal.jvm.LocalJvms;
import dev.ordeal.harness.internal.reaper.AbandonedData;
import dev.ordeal.harness.internal.reaper.OrphanSweep;
import dev.ordeal.toxiproxy.ToxiproxyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Child processes, and the proxies between them. */
final class ProcessCluster extends RealCluster {
  static final String BACKEND = "processes";
  private static final int PORTS_TRIED = 5;

  private final ProcessSettings settings;
  private final LoopbackPorts ports = new LoopbackPorts();
  private final Map<String, HostPort> listens = new TreeMap<>();
  private final Map<String, NodeProcess> processes = new LinkedHashMap<>();
  private final Thread atExit = new Thread(this::close, "ordeal-close-processes");
  private @Nullable ToxiproxyServer server;
  private volatile @Nullable LinkMesh mesh;
  private Optional<ProcessClocks> clocks = Optional.empty();
  private volatile boolean closing;

  ProcessCluster(ProcessSettings settings, Site site) {
    super(BACKEND, site, settings.nodes());
    this.settings = settings;
    capabilities()
        .with(Network.class, this::mesh)
        .with(Probes.class, this::probes)
        .with(Pressure.class, () -> new ProcessPressure(this::process))
        .withAny(Clocks.class, () -> clocks)
        .with(Jvms.class, () -> new LocalJvms(node -> process(node).pids()))
        .with(Storage.class, () -> this::erase)
        .withAny(Leadership.class, () -> leadership(settings.leader()));
  }

  /** Starts everything; what it has started when it fails is for {@link #close} to end. */
  void open() {
    Runtime.getRuntime().addShutdownHook(atExit);
    OrphanSweep.sweepOnce();
    AbandonedData.entrust(site().data());
    if (settings.clocks()) {
      clocks =
          Optional.of(
              new ProcessClocks(
                  scratch("clocks"),
                  names(),
                  this::process,
                  node -> home(node.name()),
                  settings.probe()));
    }
    names().forEach(name -> listens.put(name, ports.take()));
    synchronized (this) {
      if (settings.disks()) {
        openDisks();
      }
      server = startServer();
      mesh = LinkMesh.open(new HostPort("127.0.0.1", server.port()), names(), layout());
    }
    for (String name : names()) {
      processes.put(name, new NodeProcess(logFile(name)));
      var address = mesh().listening(LinkMesh.CLIENTS, name);
      add(new ProcessNode(name, new InetSocketAddress(address.host(), address.port())));
    }
    nodes().forEach(this::spawn);
    nodes().forEach(this::awaitFirstStart);
  }

  private ToxiproxyServer startServer() {
    try {
      return ToxiproxyServer.builder().seed(site().seed()).start();
    } catch (IOException failure) {
      throw new SetupFailure("the proxies' server: " + failure.getMessage(), failure);
    }
  }

  private LinkLayout layout() {
    return new LinkLayout() {
      @Override
      public HostPort listen(String from, String to) {
        return ports.take();
      }

      @Override
      public HostPort upstream(String to) {
        return home(to);
      }
    };
  }

  private HostPort home(String name) {
    return listens.getOrDefault(name, new HostPort(LoopbackPorts.HOST, 0));
  }

  private LinkMesh mesh() {
    var opened = mesh;
    if (opened == null) {
      throw new IllegalStateException("the cluster is not open yet");
    }
    return opened;
  }

  private NodeProcess process(Node node) {
    var process = processes.get(node.name());
    if (process == null) {
      throw new IllegalArgumentException(node.name() + " is no node of this cluster: " + names());
    }
    return process;
  }

  private synchronized void spawn(Node node) {
    if (closing) {
      throw new IllegalStateException("the cluster is closed");
    }
    var place = place(node.name());
    clocks.ifPresent(clock -> clock.starting(node.name()));
    process(node).spawn(place, settings.command().apply(place), environment(place));
  }

  private Map<String, String> environment(NodePlace place) {
    var users = Map.<String, String>copyOf(settings.environment().apply(place));
    return clocks.map(clock -> clock.environment(place.name(), users)).orElse(users);
  }

  private NodePlace place(String name) {
    var data = site().data().resolve(name).toAbsolutePath();
    try {
      Files.createDirectories(data);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot create the data folder of " + name, failure);
    }
    var peers = new TreeMap<String, HostPort>();
    for (String peer : names()) {
      if (!peer.equals(name)) {
        peers.put(peer, mesh().listening(name, peer));
      }
    }
    return new NodePlace(name, home(name), peers, data.toString());
  }

  /** A port may have been taken since it was probed: then another one is as good. */
  private void awaitFirstStart(Node node) {
    for (int attempt = 1; ; attempt++) {
      var failure = readiness(node).await();
      if (failure.isEmpty()) {
        ready(node);
        return;
      }
      if (attempt == PORTS_TRIED || !process(node).portTaken()) {
        throw failure.get();
      }
      process(node).kill();
      synchronized (this) {
        listens.put(node.name(), ports.take());
      }
      mesh().moveTo(node.name(), home(node.name()));
      spawn(node);
    }
  }

  private void ready(Node node) {
    process(node).ready();
    clocks.ifPresent(clock -> clock.started(node));
  }

  private Readiness readiness(Node node) {
    return new Readiness(node, home(node.name()), process(node), settings, () -> closing);
  }

  @Override
  public void kill(Node node) {
    process(node).kill();
    mesh().serveClients(node.name(), false);
  }

  @Override
  public void killTogether(Collection<Node> together) {
    together.forEach(node -> process(node).signalKill());
    together.forEach(this::kill);
  }

  @Override
  public Ending stop(Node node) {
    var ending = process(node).stop(node.name(), PATIENCE);
    mesh().serveClients(node.name(), false);
    return ending;
  }

  @Override
  public void start(Node node) {
    synchronized (process(node).starting()) {
      startAlone(node);
    }
  }

  /** Its own port may still be in somebody's hands for a moment: it must be that port again. */
  private void startAlone(Node node) {
    if (alive(node)) {
      return;
    }
    long deadline = System.nanoTime() + settings.startTimeout().toNanos();
    awaitFreePort(node, deadline);
    mesh().serveClients(node.name(), true);
    while (true) {
      spawn(node);
      var failure = readiness(node).await();
      if (failure.isEmpty()) {
        ready(node);
        return;
      }
      // One that lives on half ready would pass for started the next time.
      kill(node);
      if (!process(node).portTaken() || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(failure.get().getMessage(), failure.get());
      }
      mesh().serveClients(node.name(), true);
    }
  }

  /** Whoever listens on a dead node's port would pass for the node, once that is started. */
  private void awaitFreePort(Node node, long deadline) {
    var listen = home(node.name());
    while (Readiness.accepts(listen)) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            node.name() + " cannot start: another program listens on its port " + listen);
      }
      Waiting.pause();
    }
  }

  @Override
  public void pause(Node node) {
    process(node).pause(node.name());
  }

  @Override
  public void resume(Node node) {
    process(node).resume(node.name());
  }

  @Override
  public boolean alive(Node node) {
    return process(node).alive();
  }

  private void erase(Node node) {
    if (alive(node)) {
      throw new IllegalStateException(node.name() + " runs: kill it before its data is erased");
    }
    try {
      Folders.empty(Path.of(place(node.name()).data()));
    } catch (IOException failure) {
      throw new IllegalStateException("cannot erase " + node.name() + ": " + failure, failure);
    }
  }

  @Override
  public List<String> unasked() {
    var deaths = new ArrayList<String>();
    processes.forEach((name, process) -> deaths.addAll(process.unaskedDeaths(name)));
    return List.copyOf(deaths);
  }

  private Probes probes() {
    return new TcpProbes(
        settings.probe(),
        link -> Optional.of(mesh().listening(link.from(), link.to())),
        node -> home(node.name()));
  }

  @Override
  public void close() {
    closing = true;
    closeLogs();
    synchronized (this) {
      try {
        killAll();
      } finally {
        closeLinks();
        clocks.ifPresent(ProcessClocks::close);
        forgetHook();
        closeData();
      }
    }
  }

  /** In two passes, so that they end side by side. */
  private void killAll() {
    processes.values().forEach(NodeProcess::signalKill);
    RuntimeException first = null;
    for (var process : processes.values()) {
      try {
        process.kill();
      } catch (RuntimeException failure) {
        first = first == null ? failure : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void closeLinks() {
    if (mesh != null) {
      mesh.close();
    }
    if (server != null) {
      server.close();
    }
    ports.close();
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException inIt) {
      // The JVM is ending: the hook is what runs this.
    }
  }
}
