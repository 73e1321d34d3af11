package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A JVM that opens a cluster, with disks if a second argument says so, pauses a node and cuts
 * another off, says which processes it started, and waits.
 */
final class ClusterOwner {

  private ClusterOwner() {}

  public static void main(String[] args) throws Exception {
    var folder = Path.of(args[0]);
    var logs = Files.createDirectories(folder.resolve("logs"));
    var site = new Site(1, logs, Files.createDirectories(folder.resolve("data")));
    var plain = ProcessBackend.of(3, TestNodes.deafToStdin());
    var cluster = (args.length > 1 ? plain.withDisks() : plain).open(site);
    cluster.capability(Processes.class).orElseThrow().pause(cluster.nodes().get(1));
    cluster
        .capability(Network.class)
        .orElseThrow()
        .cut(Grudge.between(List.of(List.of("n1"), List.of("n2", "n3"))), Network.Cut.BLACKHOLE);
    System.out.println(
        ProcessHandle.current()
            .descendants()
            .map(child -> Long.toString(child.pid()))
            .collect(Collectors.joining(" ")));
    System.in.read();
    System.exit(0);
  }
}
