package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.client.TcpRpc;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.Site;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Measures a cluster of five child processes: main(rounds). Prints milliseconds, best and median.
 */
final class ProcessBench {
  private static final Grudge HALVES =
      Grudge.between(List.of(List.of("n1", "n2"), List.of("n3", "n4", "n5")));

  private ProcessBench() {}

  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
    for (var command : List.of(TestNodes.command().archived(false), TestNodes.command())) {
      System.out.println(command.archived() ? "with an archive of classes" : "without one");
      time("open", rounds, () -> openAndClose(command));
    }
    try (var cluster = open(TestNodes.command())) {
      faults(cluster, rounds);
      latency(cluster);
    }
    System.exit(0);
  }

  private static Cluster open(JavaCommand command) throws Exception {
    var folder = Files.createTempDirectory("bench");
    return ProcessBackend.of(5, command)
        .open(new Site(1, folder, Files.createDirectory(folder.resolve("data"))));
  }

  private static Object openAndClose(JavaCommand command) throws Exception {
    long began = System.nanoTime();
    var cluster = open(command);
    long opened = System.nanoTime() - began;
    began = System.nanoTime();
    cluster.close();
    System.out.printf("  close %.1f ms%n", (System.nanoTime() - began) / 1e6);
    return opened;
  }

  private static void faults(Cluster cluster, int rounds) throws Exception {
    var processes = cluster.capability(Processes.class).orElseThrow();
    var network = cluster.capability(Network.class).orElseThrow();
    var node = cluster.nodes().get(0);
    time("kill", rounds, () -> between(() -> processes.kill(node), () -> processes.start(node)));
    time(
        "start",
        rounds,
        () -> between(() -> processes.start(node), () -> {}, () -> processes.kill(node)));
    processes.start(node);
    time("pause", rounds, () -> between(() -> processes.pause(node), () -> processes.resume(node)));
    time(
        "blackhole",
        rounds,
        () -> between(() -> network.cut(HALVES, Cut.BLACKHOLE), network::heal));
    time("refuse", rounds, () -> between(() -> network.cut(HALVES, Cut.REFUSE), network::heal));
    time(
        "heal",
        rounds,
        () -> between(network::heal, () -> {}, () -> network.cut(HALVES, Cut.BLACKHOLE)));
  }

  private static Object between(Runnable measured, Runnable after, Runnable... before) {
    Arrays.stream(before).forEach(Runnable::run);
    long began = System.nanoTime();
    measured.run();
    long took = System.nanoTime() - began;
    after.run();
    return took;
  }

  private static void time(String what, int rounds, Callable<Object> round) throws Exception {
    var times = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      times[i] = (Long) round.call() / 1e6;
    }
    Arrays.sort(times);
    System.out.printf("%s: best %.1f ms, median %.1f ms%n", what, times[0], times[rounds / 2]);
  }

  private static void latency(Cluster cluster) throws Exception {
    var node = cluster.nodes().get(1);
    System.out.printf("ping through the proxy: %s%n", pings(node.name(), node.address()));
    var log = ProcessHandle.current().children().flatMap(c -> c.info().commandLine().stream());
    var direct =
        log.filter(line -> line.contains("--name n2 "))
            .map(line -> line.replaceFirst(".*--listen 127.0.0.1:(\\d+) .*", "$1"))
            .findFirst()
            .orElseThrow();
    var address = new InetSocketAddress("127.0.0.1", Integer.parseInt(direct));
    System.out.printf("ping directly: %s%n", pings(node.name(), address));
  }

  private static String pings(String name, InetSocketAddress address) throws Exception {
    var times = new double[5_000];
    try (var rpc = new TcpRpc(name, address)) {
      for (int i = -5_000; i < times.length; i++) {
        long began = System.nanoTime();
        rpc.call(Map.of("type", "ping"), Duration.ofSeconds(5)).toCompletableFuture().get();
        if (i >= 0) {
          times[i] = (System.nanoTime() - began) / 1e3;
        }
      }
    }
    Arrays.sort(times);
    return "best %.0f us, median %.0f us".formatted(times[0], times[times.length / 2]);
  }
}
