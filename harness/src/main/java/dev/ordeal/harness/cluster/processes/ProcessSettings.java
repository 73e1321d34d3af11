package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.Question;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a {@link ProcessBackend} was told. */
record ProcessSettings(
    int nodes,
    Function<? super NodePlace, ? extends List<String>> command,
    Function<? super NodePlace, ? extends Map<String, String>> environment,
    Duration startTimeout,
    Predicate<? super Node> readyWhen,
    Optional<Function<? super List<Node>, Optional<Node>>> leader,
    boolean disks,
    boolean clocks,
    Question probe) {

  static ProcessSettings of(
      int nodes, Function<? super NodePlace, ? extends List<String>> command) {
    return new ProcessSettings(
        nodes,
        command,
        place -> Map.of(),
        Duration.ofSeconds(30),
        node -> true,
        Optional.empty(),
        false,
        false,
        Question.ours());
  }

  ProcessSettings withEnvironment(
      Function<? super NodePlace, ? extends Map<String, String>> environment) {
    return new ProcessSettings(
        nodes, command, environment, startTimeout, readyWhen, leader, disks, clocks, probe);
  }

  ProcessSettings withStartTimeout(Duration startTimeout) {
    return new ProcessSettings(
        nodes, command, environment, startTimeout, readyWhen, leader, disks, clocks, probe);
  }

  ProcessSettings withReadyWhen(Predicate<? super Node> readyWhen) {
    return new ProcessSettings(
        nodes, command, environment, startTimeout, readyWhen, leader, disks, clocks, probe);
  }

  ProcessSettings withLeader(Function<? super List<Node>, Optional<Node>> leader) {
    return new ProcessSettings(
        nodes,
        command,
        environment,
        startTimeout,
        readyWhen,
        Optional.of(leader),
        disks,
        clocks,
        probe);
  }

  ProcessSettings withDisks() {
    return new ProcessSettings(
        nodes, command, environment, startTimeout, readyWhen, leader, true, clocks, probe);
  }

  ProcessSettings withClocks() {
    return new ProcessSettings(
        nodes, command, environment, startTimeout, readyWhen, leader, disks, true, probe);
  }

  ProcessSettings withProbe(Question probe) {
    return new ProcessSettings(
        nodes, command, environment, startTimeout, readyWhen, leader, disks, clocks, probe);
  }
}
