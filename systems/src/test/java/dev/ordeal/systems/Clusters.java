package dev.ordeal.systems;

import com.google.gson.Gson;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.client.Rpc;
import dev.ordeal.harness.client.RpcClient;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.containers.ContainerBackend;
import dev.ordeal.harness.cluster.containers.JavaImage;
import dev.ordeal.harness.cluster.processes.JavaCommand;
import dev.ordeal.harness.cluster.processes.ProcessBackend;
import dev.ordeal.harness.cluster.simulated.SimulatedBackend;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** The three worlds that a system of this module runs in, five nodes each. */
public final class Clusters {
  private static final int NODES = 5;

  /** Longer than any pause: a request that a paused node holds is answered when it wakes up. */
  private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(3);

  /** A client of any system of this module, in any world. */
  public static final Client.Connector CLIENT = RpcClient.connector(CLIENT_TIMEOUT);

  private Clusters() {}

  /** Objects in virtual time. */
  public static SimulatedBackend simulated(String system) {
    return simulated(system, Map.of());
  }

  /** The same, told these options. */
  public static SimulatedBackend simulated(String system, Map<String, String> options) {
    var programs = Systems.named(system, options);
    return SimulatedBackend.of(NODES, node -> new SimulatedProgram(programs.get()));
  }

  /** The same, where some messages come twice, and some later than those sent after them. */
  public static Backend simulatedUnreliable(String system) {
    return simulated(system).duplication(0.05).reordering(0.05);
  }

  /** Objects in virtual time, of nodes that sync nothing. */
  public static Backend simulatedUnsynced(String system) {
    var programs = Systems.named(system, Map.of());
    return SimulatedBackend.of(NODES, node -> new SimulatedProgram(new Unsynced(programs.get())));
  }

  /** Child JVMs on loopback. */
  public static ProcessBackend processes(String system) {
    return processes(Main.class, system);
  }

  /** The same, with nodes that sync nothing. */
  public static ProcessBackend processesUnsynced(String system) {
    return processes(UnsyncedMain.class, system);
  }

  private static ProcessBackend processes(Class<?> main, String system) {
    var command =
        JavaCommand.of(main)
            .arguments(
                place ->
                    Stream.concat(arguments(system, place), Stream.of("--until-stdin-ends"))
                        .toList());
    return ProcessBackend.of(NODES, command).leader(Clusters::leader);
  }

  /** One container each, of an image made on the spot from this JDK and these classes. */
  public static Backend containers(String system) {
    return ContainerBackend.of(NODES, JavaImage.holding(Main.class, Gson.class))
        .command(
            place ->
                Stream.concat(Stream.of(Main.class.getName()), arguments(system, place)).toList())
        .leader(Clusters::leader);
  }

  private static Stream<String> arguments(String system, NodePlace place) {
    return Stream.of(
        "--system", system,
        "--name", place.name(),
        "--listen", place.listen().toString(),
        "--peers", place.peersText(),
        "--data", place.data());
  }

  private static Optional<Node> leader(List<Node> nodes) {
    return nodes.stream().filter(Clusters::leads).findFirst();
  }

  private static boolean leads(Node node) {
    try (Rpc rpc = node.rpc()) {
      var answer =
          rpc.call(Map.of("type", "role"), Duration.ofMillis(200)).toCompletableFuture().get();
      return "leader".equals(answer.get("role"));
    } catch (ExecutionException unreachable) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
