package dev.ordeal.harness.internal;

import dev.ordeal.harness.cluster.Logs;
import dev.ordeal.harness.cluster.Node;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Follows logs that are files, whoever writes them. */
public final class FileLogs implements Logs, AutoCloseable {
  private final Function<Node, Path> files;
  private final Set<LogFollower> open = ConcurrentHashMap.newKeySet();

  /**
   * Follows the files of nodes.
   *
   * @param files where a node's log is; it need not exist yet
   */
  public FileLogs(Function<Node, Path> files) {
    this.files = files;
  }

  @Override
  public Following follow(Node node, Consumer<String> line) {
    var follower = new LogFollower(node.name(), files.apply(node), line);
    open.add(follower);
    follower.start();
    return () -> {
      open.remove(follower);
      follower.close();
    };
  }

  /** Ends every following. Idempotent. */
  @Override
  public void close() {
    open.forEach(LogFollower::close);
    open.clear();
  }
}
