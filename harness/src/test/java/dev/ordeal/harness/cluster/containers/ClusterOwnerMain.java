package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.internal.reaper.ReaperHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process with a cluster of two nodes, one of them paused: {@code ClusterOwnerMain FOLDER}. It
 * prints the number of its reaper, and then waits to be killed.
 */
public final class ClusterOwnerMain {
  private ClusterOwnerMain() {}

  /** Opens the cluster. */
  public static void main(String[] args) throws IOException {
    var folder = Path.of(args[0]);
    var logs = Files.createDirectory(folder.resolve("logs"));
    var site = new Site(1, logs, Files.createDirectory(folder.resolve("data")));
    var cluster = TestNodes.backend(2).open(site);
    cluster.capability(Processes.class).orElseThrow().pause(cluster.nodes().get(1));
    System.out.println(ReaperHandle.shared().process().pid());
    while (System.in.read() >= 0) {}
  }
}
