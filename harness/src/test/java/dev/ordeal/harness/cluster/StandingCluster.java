package dev.ordeal.harness.cluster;

import dev.ordeal.harness.internal.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that many tests take in turn, because a real one takes seconds to open. Each finds all
 * nodes alive and all links whole, and neither reads nor hears what was written and told in another
 * one's turn.
 */
public final class StandingCluster implements AutoCloseable {
  private final Backend backend;
  private @Nullable Path folder;
  private @Nullable Site site;
  private @Nullable Cluster cluster;
  private int turns;

  /** One of that backend, opened when it is first taken. */
  public StandingCluster(Backend backend) {
    this.backend = backend;
  }

  /** Begins a turn. */
  public Cluster take() throws IOException {
    turns++;
    if (cluster == null) {
      folder = Files.createTempDirectory("ordeal-standing");
      var logs = Files.createDirectory(folder.resolve("logs"));
      site = new Site(42, logs, Files.createDirectory(folder.resolve("data")));
      cluster = backend.open(site);
    }
    return cluster;
  }

  /** Where it stands. */
  public Site site() {
    return Objects.requireNonNull(site, "take it first");
  }

  /** Drives it for this turn: keys and texts are this turn's own. */
  public ClusterDriver driver() {
    return new ClusterDriver(Objects.requireNonNull(cluster, "take it first"), "turn " + turns);
  }

  /**
   * Ends a turn: heals what can be healed, starts who is dead, and has every node sync something.
   * Where that fails, the cluster is closed, and the next turn opens another one.
   */
  public void giveBack() throws Exception {
    var standing = cluster;
    if (standing == null) {
      return;
    }
    try {
      mend(standing);
      for (Node node : standing.nodes()) {
        driver().call(node, Map.of("type", "put", "key", "end of turn", "value", turns));
      }
    } catch (Exception | Error broken) {
      close();
      throw broken;
    }
  }

  private static void mend(Cluster standing) {
    standing.capability(Network.class).ifPresent(Network::heal);
    var processes = standing.capability(Processes.class).orElseThrow();
    for (Node node : standing.nodes()) {
      standing.capability(Disks.class).ifPresent(disks -> disks.heal(node));
      standing.capability(Clocks.class).ifPresent(clocks -> clocks.heal(node));
      processes.resume(node);
      processes.start(node);
    }
  }

  @Override
  public void close() {
    var standing = cluster;
    cluster = null;
    if (standing != null) {
      standing.close();
    }
    try {
      if (folder != null) {
        Folders.delete(folder);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
