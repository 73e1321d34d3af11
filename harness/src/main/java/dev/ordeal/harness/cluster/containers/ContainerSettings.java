package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.Question;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.testcontainers.containers.GenericContainer;

/**
 * What a {@link ContainerBackend} was told.
 *
 * @param what one phrase on what the nodes are made of
 * @param containers makes a node's container; asked once an engine is there
 * @param program what runs in it
 * @param readiness when a node counts as started
 * @param leader who leads, where the system can tell
 * @param proxies the server of the links
 * @param options what it is asked for beyond the usual
 */
record ContainerSettings(
    int nodes,
    String what,
    Source containers,
    Program program,
    Readiness readiness,
    Optional<Function<? super List<Node>, Optional<Node>>> leader,
    ProxyServer proxies,
    Set<Option> options) {

  /** What is not so by default. */
  enum Option {
    /** Links between nodes are cut by dropping packets, and not by proxies. */
    PACKETS,
    /** The nodes' data lie on faulty disks. */
    DISKS,
    /** Nodes run under libfaketime. */
    CLOCKS
  }

  ContainerSettings {
    options = Set.copyOf(options);
  }

  /** Makes containers, and before that the image of them. */
  interface Source {
    Function<NodePlace, ? extends GenericContainer<?>> on(ContainerEngine engine);
  }

  /**
   * What a node runs.
   *
   * @param port where it listens in its container
   * @param command its arguments; empty: as its image says
   * @param environment variables beside those of its image
   * @param data its folder for durable data, in its container
   * @param probe what probes ask it
   */
  record Program(
      int port,
      Function<? super NodePlace, ? extends List<String>> command,
      Function<? super NodePlace, ? extends Map<String, String>> environment,
      String data,
      Question probe) {

    Program withPort(int port) {
      return new Program(port, command, environment, data, probe);
    }

    Program withCommand(Function<? super NodePlace, ? extends List<String>> command) {
      return new Program(port, command, environment, data, probe);
    }

    Program withEnvironment(
        Function<? super NodePlace, ? extends Map<String, String>> environment) {
      return new Program(port, command, environment, data, probe);
    }

    Program withData(String data) {
      return new Program(port, command, environment, data, probe);
    }

    Program withProbe(Question probe) {
      return new Program(port, command, environment, data, probe);
    }
  }

  /** When a node counts as started: its port accepts, and this says so, within that time. */
  record Readiness(Duration timeout, Predicate<? super Node> when) {}

  static ContainerSettings of(int nodes, String what, Source containers) {
    return new ContainerSettings(
        nodes,
        what,
        containers,
        new Program(7000, place -> List.of(), place -> Map.of(), "/data", Question.ours()),
        new Readiness(Duration.ofSeconds(60), node -> true),
        Optional.empty(),
        ProxyServer.originalIfAvailable(),
        Set.of());
  }

  ContainerSettings with(Program program) {
    return new ContainerSettings(
        nodes, what, containers, program, readiness, leader, proxies, options);
  }

  ContainerSettings with(Readiness readiness) {
    return new ContainerSettings(
        nodes, what, containers, program, readiness, leader, proxies, options);
  }

  ContainerSettings with(Function<? super List<Node>, Optional<Node>> leader) {
    return new ContainerSettings(
        nodes, what, containers, program, readiness, Optional.of(leader), proxies, options);
  }

  ContainerSettings with(ProxyServer proxies) {
    return new ContainerSettings(
        nodes, what, containers, program, readiness, leader, proxies, options);
  }

  ContainerSettings with(Option option) {
    var more = new HashSet<>(options);
    more.add(option);
    return new ContainerSettings(
        nodes, what, containers, program, readiness, leader, proxies, more);
  }

  boolean has(Option option) {
    return options.contains(option);
  }
}
