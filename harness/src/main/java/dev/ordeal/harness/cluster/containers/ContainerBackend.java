package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Disks;
import dev.ordeal.harness.cluster.Leadership;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.Question;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.containers.ContainerSettings.Option;
import dev.ordeal.harness.cluster.containers.ContainerSettings.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A cluster of containers on a network of its own: kill, pause and restart are the engine's, and
 * every directed link between two nodes runs through a proxy in a container beside them.
 *
 * <pre>{@code
 * ContainerBackend.of(5, "my/server:1.2")
 *     .port(7000)
 *     .environment(place -> Map.of("LISTEN", place.listen().toString(),
 *         "PEERS", place.peersText(), "DATA", place.data()))
 * }</pre>
 *
 * <p>A node's durable data lives in its container, which is killed and started again as the same
 * one; it is gone when the cluster closes. A node is called by its name in the network, but must
 * reach its peers at the addresses of its {@link NodePlace}, or the nemesis has no hold on it.
 */
public final class ContainerBackend implements Backend {
  private static final WaitStrategy READY_AT_ONCE =
      new AbstractWaitStrategy() {
        @Override
        protected void waitUntilReady() {}
      };

  private final ContainerSettings settings;

  private ContainerBackend(ContainerSettings settings) {
    this.settings = settings;
    if (settings.nodes() < 1 || settings.nodes() > LinksContainer.NODES_MAX) {
      throw new IllegalArgumentException(
          "a cluster of "
              + settings.nodes()
              + " nodes: 1 to "
              + LinksContainer.NODES_MAX
              + " can be");
    }
  }

  /** Nodes {@code n1} to {@code n<nodes>} of an image; it is pulled if it is not on the engine. */
  public static ContainerBackend of(int nodes, String image) {
    return new ContainerBackend(
        ContainerSettings.of(
            nodes,
            image,
            engine -> {
              new Images(engine).require(image);
              return place -> container(image);
            }));
  }

  /** Nodes of an image that is made on this machine; their command is a class and arguments. */
  public static ContainerBackend of(int nodes, JavaImage image) {
    return new ContainerBackend(
        ContainerSettings.of(
            nodes,
            "Java classes",
            engine -> {
              var name = image.build(engine);
              return place -> container(name);
            }));
  }

  /**
   * Nodes of containers that Testcontainers knows how to set up. They get a network, a name and
   * labels; their own wait strategy holds at their first start.
   */
  public static ContainerBackend of(
      int nodes, Function<NodePlace, ? extends GenericContainer<?>> containers) {
    return new ContainerBackend(
        ContainerSettings.of(nodes, "containers of the user's", engine -> containers));
  }

  /** The wait is ours: a node has no mapped port, and perhaps no shell, to ask for its state. */
  private static GenericContainer<?> container(String image) {
    return new GenericContainer<>(DockerImageName.parse(image)).waitingFor(READY_AT_ONCE);
  }

  /** The same, with nodes that listen on this port in their containers; else 7000. */
  public ContainerBackend port(int port) {
    return new ContainerBackend(settings.with(settings.program().withPort(port)));
  }

  /** The same, with these arguments for the image's entry point. */
  public ContainerBackend command(Function<? super NodePlace, ? extends List<String>> command) {
    return new ContainerBackend(settings.with(settings.program().withCommand(command)));
  }

  /** The same, with these environment variables beside those of the image. */
  public ContainerBackend environment(
      Function<? super NodePlace, ? extends Map<String, String>> environment) {
    return new ContainerBackend(settings.with(settings.program().withEnvironment(environment)));
  }

  /** The same, with durable data in this folder of the container; else {@code /data}. */
  public ContainerBackend data(String folder) {
    return new ContainerBackend(settings.with(settings.program().withData(folder)));
  }

  /** The same, but a node has this long to get ready; else 60 s. */
  public ContainerBackend startTimeout(Duration timeout) {
    return new ContainerBackend(settings.with(new Readiness(timeout, settings.readiness().when())));
  }

  /**
   * The same, but a node is ready only when this says so too; else, when its port accepts a
   * connection. Asked again until it does; an exception means not yet.
   */
  public ContainerBackend readyWhen(Predicate<? super Node> ready) {
    return new ContainerBackend(
        settings.with(new Readiness(settings.readiness().timeout(), ready)));
  }

  /**
   * The same, but this is what probes ask its nodes, to see whether faults bite; else {@link
   * Question#ours}, of which servers that do not speak our JSON complain in their logs.
   */
  public ContainerBackend probe(Question question) {
    return new ContainerBackend(settings.with(settings.program().withProbe(question)));
  }

  /** The same, with the capability {@link Leadership}. */
  public ContainerBackend leader(Function<? super List<Node>, Optional<Node>> leader) {
    return new ContainerBackend(settings.with(leader));
  }

  /** The same, with this server of the links; else {@link ProxyServer#originalIfAvailable}. */
  public ContainerBackend proxies(ProxyServer server) {
    return new ContainerBackend(settings.with(server));
  }

  /**
   * The same, but nodes reach each other directly, and links between them are cut by dropping
   * packets: for a system whose peers cannot be pointed at a proxy. Such links can only be cut, and
   * only where this JVM is root on Linux and the engine is on this machine.
   */
  public ContainerBackend packets() {
    return new ContainerBackend(settings.with(Option.PACKETS));
  }

  /**
   * The same, with the capability {@link Disks}: the nodes' data folders lie on a file system of
   * ours, which is mounted on this machine and bound into the containers; so the engine must run on
   * this machine too. Needs Linux, FUSE and the right to mount; where one is missing, the cluster
   * does not open and says which. The data are held in memory: 256 MiB for each node at most.
   */
  public ContainerBackend withDisks() {
    return new ContainerBackend(settings.with(Option.DISKS));
  }

  /**
   * The same, with the capability {@link dev.ordeal.harness.cluster.Clocks}: nodes run under this
   * machine's libfaketime (the package {@code libfaketime}, or {@code -Dordeal.faketime=PATH}),
   * which is mounted into their containers. That takes an engine on this machine, and an image with
   * glibc no older than this machine's needs: not one of Alpine. Wall clocks go wrong, monotonic
   * ones do not.
   */
  public ContainerBackend withClocks() {
    return new ContainerBackend(settings.with(Option.CLOCKS));
  }

  @Override
  public String name() {
    return ContainerCluster.BACKEND;
  }

  @Override
  public String describe() {
    return settings.nodes()
        + " containers ("
        + settings.what()
        + (settings.has(Option.PACKETS)
            ? "), links between them cut by dropping packets"
            : "), each directed link through a Toxiproxy proxy in a container beside them")
        + (settings.has(Option.DISKS) ? ", data on faulty disks" : "");
  }

  @Override
  public Cluster open(Site site) {
    var cluster = new ContainerCluster(ContainerEngine.find(), settings, site);
    try {
      cluster.open();
      return cluster;
    } catch (IllegalStateException failure) {
      closeAfter(failure, cluster);
      throw new SetupFailure(String.valueOf(failure.getMessage()), failure);
    } catch (RuntimeException | Error failure) {
      closeAfter(failure, cluster);
      throw failure;
    }
  }

  private static void closeAfter(Throwable failure, Cluster cluster) {
    try {
      cluster.close();
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }
}
