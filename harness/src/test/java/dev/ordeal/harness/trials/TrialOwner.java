package dev.ordeal.harness.trials;

import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.nothing;

import com.google.gson.Gson;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.client.ErrorCodes;
import dev.ordeal.harness.client.RpcClient;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Clocks;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Disks;
import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.containers.ContainerBackend;
import dev.ordeal.harness.cluster.containers.JavaImage;
import dev.ordeal.harness.cluster.processes.JavaCommand;
import dev.ordeal.harness.cluster.processes.ProcessBackend;
import dev.ordeal.harness.cluster.testnode.TestNodeCommand;
import dev.ordeal.harness.cluster.testnode.TestNodeMain;
import dev.ordeal.results.RunStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A JVM that runs a trial until it is ended: {@code TrialOwner processes|containers STORE}. In its
 * storm a node is dead, one is paused, one is cut off, and all that its backend can do besides is
 * done to it.
 */
public final class TrialOwner {
  static final String STORM = "down";
  private static final Duration FOR_EVER = Duration.ofHours(1);

  private TrialOwner() {}

  /** Runs it. */
  public static void main(String[] args) {
    var pings =
        new Workload(
            "pings",
            RpcClient.connector(Duration.ofSeconds(1)),
            invoke("ping").repeat().stagger(Duration.ofMillis(10)),
            nothing(),
            "none",
            history -> Verdict.valid());
    Trial.named("killed")
        .on(args[0].equals("containers") ? containers() : processes())
        .workload(pings)
        .concurrency(4)
        .faults(new Outage(Duration.ofMillis(200), FOR_EVER, TrialOwner::storm, cluster -> {}))
        .time(FOR_EVER)
        .store(RunStore.at(Path.of(args[1])))
        .quiet()
        .run();
  }

  private static Backend processes() {
    return ProcessBackend.of(
            3, JavaCommand.of(TestNodeMain.class).arguments(TestNodeCommand::arguments))
        .withDisks()
        .withClocks();
  }

  private static Backend containers() {
    return ContainerBackend.of(
            3, JavaImage.holding(TestNodeMain.class, ErrorCodes.class, Gson.class))
        .command(TestNodeCommand::withClass)
        .packets()
        .withDisks()
        .withClocks();
  }

  private static void storm(Cluster cluster) {
    var n1 = cluster.nodes().get(0);
    var processes = cluster.capability(Processes.class).orElseThrow();
    processes.kill(cluster.nodes().get(2));
    processes.pause(cluster.nodes().get(1));
    cluster
        .capability(Network.class)
        .orElseThrow()
        .cut(Grudge.between(List.of(List.of("n1"), List.of("n2", "n3"))), Network.Cut.BLACKHOLE);
    cluster.capability(Clocks.class).ifPresent(clocks -> clocks.bump(n1, Duration.ofHours(1)));
    cluster.capability(Disks.class).ifPresent(disks -> disks.slowSync(n1, FOR_EVER));
  }
}
