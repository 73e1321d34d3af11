package dev.ordeal.harness.failures;

import static dev.ordeal.harness.failures.Ending.HARNESS_FAILURE;
import static dev.ordeal.harness.failures.Ending.INCONCLUSIVE;
import static dev.ordeal.harness.failures.Ending.SETUP_FAILURE;
import static dev.ordeal.harness.failures.Ending.VALID_AND_TOLD;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.client.Rpc;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.processes.JavaCommand;
import dev.ordeal.harness.cluster.processes.ProcessBackend;
import dev.ordeal.harness.cluster.testnode.TestNodeCommand;
import dev.ordeal.harness.cluster.testnode.TestNodeMain;
import dev.ordeal.harness.trials.OnePlan;
import dev.ordeal.harness.trials.Outage;
import dev.ordeal.harness.trials.Registers;
import dev.ordeal.history.Op;
import dev.ordeal.results.RunFolder;
import dev.ordeal.results.RunStore;
import dev.ordeal.toxiproxy.ToxiproxyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Child processes, and the proxies between them, that break. */
class ProcessFailuresTest extends Matrix {
  private static final Duration SHORT = Duration.ofMillis(100);

  static Stream<Failure> failures() {
    return Stream.of(
        starting(
            "a command that does not exist",
            place -> List.of("/no/such/server"),
            "n1 cannot be started",
            "/no/such/server",
            "correct the command"),
        starting(
            "a node that ends at its start",
            shell("echo no licence; exit 3"),
            "exit code 3 before it was ready",
            "| no licence"),
        starting(
            "a node that never listens",
            shell("echo thinking; exec sleep 1000"),
            "was not ready within 1.0 s",
            "does not accept a connection",
            "| thinking"),
        starting(
            "a node that never finds its port free",
            shell("echo 'bind: Address already in use'; exit 1"),
            "Address already in use"),
        Failure.of(
            "a node never says that it is ready",
            SETUP_FAILURE,
            (sound, bench) ->
                sound.on(
                    ProcessBackend.of(1, node())
                        .startTimeout(SHORT.multipliedBy(30))
                        .readyWhen(node -> false)),
            "accepts connections, but readyWhen says no"),
        Failure.of(
            "the data folder cannot be made",
            SETUP_FAILURE,
            (sound, bench) ->
                sound.on(
                    new SickBackend(
                        ProcessBackend.of(1, node()), () -> replaceData(bench.store()), () -> {})),
            "data"),
        Failure.of(
            "a node dies by itself in mid-run",
            VALID_AND_TOLD,
            (sound, bench) -> pings(sound).faults(once(ProcessFailuresTest::crash)),
            "n2 died though nobody killed it",
            "told to crash"),
        Failure.of(
            "a killed node does not come back",
            HARNESS_FAILURE,
            (sound, bench) ->
                pings(sound)
                    .on(ProcessBackend.of(2, onlyOnce()).startTimeout(Duration.ofSeconds(20)))
                    .faults(
                        new Outage(
                            SHORT,
                            SHORT,
                            cluster -> processes(cluster).kill(cluster.nodes().get(1)),
                            cluster -> processes(cluster).start(cluster.nodes().get(1)))),
            "the nemesis could not heal",
            "| the disk is gone"),
        Failure.of(
            "the proxies' server dies while a link is cut",
            HARNESS_FAILURE,
            (sound, bench) ->
                pings(sound)
                    .faults(
                        new Outage(
                            SHORT,
                            SHORT,
                            cluster -> {
                              cut(cluster);
                              closeProxies(cluster);
                            },
                            cluster -> network(cluster).heal())),
            "the Toxiproxy server at 127.0.0.1"),
        Failure.of(
            "the proxies' server dies in mid-run",
            INCONCLUSIVE,
            (sound, bench) -> pings(sound).faults(once(ProcessFailuresTest::closeProxies)),
            "No read was ever ok",
            "Connection refused"));
  }

  private static Failure starting(
      String what, Function<NodePlace, List<String>> command, String... told) {
    return Failure.of(
        what,
        SETUP_FAILURE,
        (sound, bench) ->
            sound.on(ProcessBackend.of(1, command).startTimeout(Duration.ofSeconds(1))),
        told);
  }

  private static Function<NodePlace, List<String>> shell(String script) {
    return place -> List.of("/bin/sh", "-c", script);
  }

  private static JavaCommand node() {
    return JavaCommand.of(TestNodeMain.class).arguments(TestNodeCommand::arguments);
  }

  /** A node that fails at its second start. */
  private static Function<NodePlace, List<String>> onlyOnce() {
    var script = "[ -e started ] && { echo the disk is gone; exit 1; }; touch started; exec \"$@\"";
    var node = node();
    return place -> {
      var command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
      command.addAll(node.apply(place));
      return command;
    };
  }

  private static Trial pings(Trial sound) {
    var register = new Local();
    Workload workload =
        Registers.workload(
            node -> {
              Rpc rpc = node.rpc();
              return new Client() {
                @Override
                public Op invoke(Op op) throws Exception {
                  rpc.call(Map.of("type", "ping"), Duration.ofMillis(300))
                      .toCompletableFuture()
                      .get();
                  return register.invoke(op);
                }

                @Override
                public void close() {
                  rpc.close();
                }
              };
            },
            Registers.operations(),
            Registers.everybodyReads());
    return sound
        .on(ProcessBackend.of(2, node()))
        .workload(workload)
        .patience(Duration.ofSeconds(30));
  }

  /** One injection in all, and nothing to heal. */
  private static OnePlan once(Consumer<Cluster> deed) {
    return OnePlan.doing(deed);
  }

  private static void crash(Cluster cluster) {
    try (var rpc = cluster.nodes().get(1).rpc()) {
      rpc.call(Map.of("type", "crash"), Duration.ofSeconds(10))
          .toCompletableFuture()
          .exceptionally(gone -> Map.of())
          .join();
    }
  }

  private static void cut(Cluster cluster) {
    network(cluster).cut(Grudge.oneWay(List.of("n1"), List.of("n2")), Network.Cut.BLACKHOLE);
  }

  private static Network network(Cluster cluster) {
    return cluster.capability(Network.class).orElseThrow();
  }

  private static Processes processes(Cluster cluster) {
    return cluster.capability(Processes.class).orElseThrow();
  }

  /** The server is the cluster's own business: nobody but a test takes it away. */
  private static void closeProxies(Cluster cluster) {
    try {
      var field = cluster.getClass().getDeclaredField("server");
      field.setAccessible(true);
      ((ToxiproxyServer) field.get(cluster)).close();
    } catch (ReflectiveOperationException renamed) {
      throw new AssertionError(renamed);
    }
  }

  private static void replaceData(Path store) {
    try {
      var data = RunFolder.dataOf(RunStore.at(store).runs().get(0));
      Files.delete(data);
      Files.createFile(data);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
