package dev.ordeal.harness.cluster.containers;

import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import com.google.gson.Gson;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.links.LinkLayout;
import dev.ordeal.harness.cluster.links.LinkMesh;
import dev.ordeal.toxiproxy.ToxiproxyMain;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.toxiproxy.ToxiproxyContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The container beside the nodes that runs the proxies of all links.
 *
 * <p>It is never killed, so the ports that the engine maps to it stay, which those of a node do
 * not: a restart maps them anew. Clients therefore go through it, too.
 */
final class LinksContainer implements LinkLayout {
  /** As many as the clients' ports that Testcontainers' module exposes. */
  static final int NODES_MAX = 32;

  /** Its name in the network. */
  static final String ALIAS = "links";

  private static final int CONTROL_PORT = 8474;
  private static final int CLIENTS_PORT = 8666;
  private static final int LINKS_PORT = 9000;
  private static final Duration PULL = Duration.ofSeconds(60);

  private final ContainerEngine engine;
  private final List<String> nodes;
  private final int nodePort;
  private final GenericContainer<?> container;
  private boolean direct;

  LinksContainer(
      ContainerEngine engine, List<String> nodes, ContainerSettings settings, long seed) {
    this.engine = engine;
    this.nodes = nodes;
    this.nodePort = settings.program().port();
    var server = settings.proxies();
    this.container = original(server) ? originalServer(server) : ownServer(seed);
  }

  private boolean original(ProxyServer server) {
    return switch (server.choice()) {
      case EMBEDDED -> false;
      case ORIGINAL_IF_AVAILABLE -> new Images(engine).obtain(server.image(), PULL);
      case ORIGINAL -> {
        new Images(engine).require(server.image());
        yield true;
      }
    };
  }

  private static GenericContainer<?> originalServer(ProxyServer server) {
    return new ToxiproxyContainer(
        DockerImageName.parse(server.image())
            .asCompatibleSubstituteFor("ghcr.io/shopify/toxiproxy"));
  }

  private GenericContainer<?> ownServer(long seed) {
    var image = JavaImage.holding(ToxiproxyMain.class, Gson.class);
    var arguments =
        new String[] {
          ToxiproxyMain.class.getName(),
          "-host",
          "0.0.0.0",
          "-port",
          "" + CONTROL_PORT,
          "-seed",
          Long.toString(seed)
        };
    var server =
        new GenericContainer<>(DockerImageName.parse(image.build(engine)))
            .withCommand(arguments)
            .waitingFor(Wait.forLogMessage(".*the API listens on.*", 1));
    server.addExposedPort(CONTROL_PORT);
    nodes.forEach(node -> server.addExposedPort(clientsPort(node)));
    return server;
  }

  /**
   * Starts it, in a network and with labels that the caller gave it.
   *
   * <p>It asks nobody else for the name of a node that is dead: an outer name server may take
   * seconds to say that it knows no n1. Docker's own takes ten to say that nobody else is there, so
   * it is asked once and given a second.
   */
  void start() {
    container.withCreateContainerCmdModifier(
        command -> {
          var host = command.getHostConfig();
          if (host != null) {
            host.withDns("127.0.0.1").withDnsSearch(".");
            host.withDnsOptions(List.of("timeout:1", "attempts:1"));
            publishOnLoopback(host);
          }
        });
    try {
      container.start();
    } catch (RuntimeException failure) {
      throw new SetupFailure("the container of the proxies does not start: " + failure, failure);
    }
    direct = engine.reachesDirectly(network().getGateway());
  }

  /** Who controls the proxies can make this machine connect anywhere: nobody else shall. */
  private void publishOnLoopback(HostConfig host) {
    var published = host.getPortBindings();
    if (published == null || !engine.isOnLoopback()) {
      return;
    }
    var here = new Ports();
    published
        .getBindings()
        .keySet()
        .forEach(port -> here.bind(port, Ports.Binding.bindIp("127.0.0.1")));
    host.withPortBindings(here);
  }

  /** How it ended, if it does not run any more. */
  Optional<String> ended() {
    var state =
        engine.call(
            "looking after the container of the links",
            () ->
                engine.client().inspectContainerCmd(container.getContainerId()).exec().getState());
    return Boolean.TRUE.equals(state.getRunning())
        ? Optional.empty()
        : Optional.of("ended with exit code " + state.getExitCodeLong());
  }

  GenericContainer<?> container() {
    return container;
  }

  /** Whether this machine reaches containers of the network at their own addresses. */
  boolean direct() {
    return direct;
  }

  private ContainerNetwork network() {
    return container
        .getContainerInfo()
        .getNetworkSettings()
        .getNetworks()
        .values()
        .iterator()
        .next();
  }

  private HostPort outside(int port) {
    return direct
        ? new HostPort(String.valueOf(network().getIpAddress()), port)
        : new HostPort(engine.host(), container.getMappedPort(port));
  }

  /** Where the server's HTTP API is, from here. */
  HostPort control() {
    return outside(CONTROL_PORT);
  }

  /** Where a client reaches a node, from here. */
  HostPort clients(String node) {
    return outside(clientsPort(node));
  }

  /** Where a node reaches a peer, in the network. */
  HostPort link(String from, String to) {
    return new HostPort(ALIAS, port(from, to));
  }

  /** Where the proxy of a link listens, from here; nowhere if containers cannot be reached. */
  Optional<HostPort> linkFromHere(String from, String to) {
    if (from.equals(LinkMesh.CLIENTS)) {
      return Optional.of(clients(to));
    }
    return direct ? Optional.of(outside(port(from, to))) : Optional.empty();
  }

  private int clientsPort(String node) {
    return CLIENTS_PORT + nodes.indexOf(node);
  }

  private int port(String from, String to) {
    return from.equals(LinkMesh.CLIENTS)
        ? clientsPort(to)
        : LINKS_PORT + nodes.indexOf(from) * NODES_MAX + nodes.indexOf(to);
  }

  @Override
  public HostPort listen(String from, String to) {
    return new HostPort("0.0.0.0", port(from, to));
  }

  @Override
  public HostPort upstream(String to) {
    return new HostPort(to, nodePort);
  }
}
