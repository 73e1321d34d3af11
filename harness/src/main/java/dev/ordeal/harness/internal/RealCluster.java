package dev.ordeal.harness.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Deaths;
import dev.ordeal.harness.cluster.Disks;
import dev.ordeal.harness.cluster.Leadership;
import dev.ordeal.harness.cluster.Logs;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.disks.FuseDisks;
import dev.ordeal.harness.internal.reaper.AbandonedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What clusters of real nodes share: nodes called n1, n2, ..., their logs, and their data. */
public abstract class RealCluster implements Cluster, Processes, Deaths {
  private final String backend;
  private final Site site;
  private final List<String> names;
  private final List<Node> nodes = new CopyOnWriteArrayList<>();
  private final Capabilities capabilities = new Capabilities();
  private final FileLogs logs;
  private final List<Path> scratch = new CopyOnWriteArrayList<>();
  private volatile @Nullable FuseDisks disks;

  /** A cluster of so many nodes, none of which is there yet. */
  protected RealCluster(String backend, Site site, int nodes) {
    this.backend = backend;
    this.site = site;
    this.names = IntStream.rangeClosed(1, nodes).mapToObj(i -> "n" + i).toList();
    this.logs = new FileLogs(node -> logFile(site, node.name()));
  }

  /** What it can do; subclasses add to it while they are made. */
  protected final Capabilities capabilities() {
    return capabilities;
  }

  /** Asks the user's function who leads, if there is one. */
  protected final Optional<Leadership> leadership(
      Optional<Function<? super List<Node>, Optional<Node>>> leader) {
    return leader.map(ask -> () -> ask.apply(nodes()));
  }

  /** Where it is. */
  protected final Site site() {
    return site;
  }

  /** The names of all nodes that there will be. */
  protected final List<String> names() {
    return names;
  }

  /** The next node is there. */
  protected final void add(Node node) {
    nodes.add(node);
  }

  /** The log of a node. */
  protected final Path logFile(String name) {
    return logFile(site, name);
  }

  private static Path logFile(Site site, String name) {
    return site.logs().resolve(name + ".log").toAbsolutePath();
  }

  /** From now on, data folders lie on disks with faults. */
  protected final void openDisks() {
    disks = FuseDisks.open(site.data(), names, this::killTogether);
  }

  /** A folder beside the data for what the cluster itself needs; it is gone when this JVM is. */
  protected final Path scratch(String name) {
    var folder = site.data().resolveSibling(name).toAbsolutePath();
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot create " + folder, failure);
    }
    AbandonedData.entrust(folder);
    scratch.add(folder);
    return folder;
  }

  @Override
  public final String backend() {
    return backend;
  }

  @Override
  public final List<Node> nodes() {
    return List.copyOf(nodes);
  }

  @Override
  public final <C> Optional<C> capability(Class<C> kind) {
    if (kind == Processes.class || kind == Deaths.class) {
      return Optional.of(kind.cast(this));
    } else if (kind == Logs.class) {
      return Optional.of(kind.cast(logs));
    } else if (kind == Disks.class) {
      return Optional.ofNullable(disks).map(kind::cast);
    }
    return capabilities.get(kind);
  }

  /** Nobody is told of lines any more. */
  protected final void closeLogs() {
    logs.close();
  }

  /** Unmounts the disks, if there are any, and deletes the data; the nodes have ended before. */
  protected final void closeData() {
    var mounted = disks;
    try {
      if (mounted != null) {
        mounted.close();
      }
    } finally {
      try {
        delete(site.data());
        for (Path folder : scratch) {
          delete(folder);
        }
      } catch (IOException failure) {
        System.getLogger(getClass().getName())
            .log(System.Logger.Level.WARNING, "cannot delete " + site.data() + ": " + failure);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    Folders.delete(folder);
    AbandonedData.release(folder);
  }
}
