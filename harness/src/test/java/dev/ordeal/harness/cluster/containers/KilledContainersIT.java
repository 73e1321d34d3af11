package dev.ordeal.harness.cluster.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import dev.ordeal.harness.cluster.disks.Fuse;
import dev.ordeal.harness.internal.Alone;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.harness.junit.RequiresFaketime;
import dev.ordeal.harness.trials.RunningTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trial in containers with disks and clocks, whose packets are dropped, ended in its storm. */
@Timeout(300)
@RequiresContainers
@RequiresFaketime
@ExtendWith(Alone.class)
class KilledContainersIT {
  @TempDir private Path folder;

  @BeforeEach
  void require() {
    Fuse.required();
  }

  @Test
  void a_killed_trial_leaves_no_container_no_network_and_no_rule() throws Exception {
    assertNothingIsLeftAfter("KILL");
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void a_trial_that_is_told_to_end_leaves_nothing_either(String signal) throws Exception {
    assertNothingIsLeftAfter(signal);
  }

  private void assertNothingIsLeftAfter(String signal) throws Exception {
    var docker = ContainerEngine.find().client();
    try (var trial = new RunningTrial("containers", folder)) {
      trial.awaitStorm();
      assertThat(left(trial, docker))
          .as("three nodes, one of them dead, and their links")
          .filteredOn(trace -> trace.startsWith("container "))
          .hasSize(4);
      assertThat(left(trial, docker))
          .anyMatch(trace -> trace.startsWith("network "))
          .anyMatch(trace -> trace.contains(" fuse"))
          .anyMatch(trace -> trace.endsWith("/clocks"))
          .anyMatch(trace -> trace.contains("Reaper"));
      var filtered = filteredNamespaces(trial, docker);
      assertThat(filtered).as("namespaces whose packets are dropped").isNotEmpty();
      trial.end(signal);
      await()
          .atMost(RunningTrial.PATIENCE)
          .untilAsserted(() -> assertThat(left(trial, docker)).isEmpty());
      assertThat(namespaces()).doesNotContainAnyElementsOf(filtered);
    }
  }

  private static List<Container> containers(RunningTrial trial, DockerClient docker) {
    var label = Map.of(Labels.OWNER, trial.label());
    return docker.listContainersCmd().withShowAll(true).withLabelFilter(label).exec();
  }

  private static Set<String> left(RunningTrial trial, DockerClient docker) throws IOException {
    var left = trial.traces();
    containers(trial, docker).forEach(container -> left.add("container " + container.getId()));
    docker
        .listNetworksCmd()
        .withFilter("label", List.of(Labels.OWNER + "=" + trial.label()))
        .exec()
        .forEach(network -> left.add("network " + network.getId()));
    return left;
  }

  private static Set<String> filteredNamespaces(RunningTrial trial, DockerClient docker)
      throws IOException {
    var filtered = new TreeSet<String>();
    for (var container : containers(trial, docker)) {
      var state = docker.inspectContainerCmd(container.getId()).exec().getState();
      long pid = state.getPidLong() == null ? 0 : state.getPidLong();
      if (pid > 0
          && new NetworkNamespace(container.getId(), pid)
              .run(List.of("iptables", "-w", "-S"), "")
              .said()
              .contains("-j DROP")) {
        filtered.add(namespace(Path.of("/proc/" + pid)));
      }
    }
    return filtered;
  }

  private static String namespace(Path process) throws IOException {
    return Files.readSymbolicLink(process.resolve("ns/net")).toString();
  }

  /** Rules go with their namespace, and a namespace with its last process. */
  private static Set<String> namespaces() throws IOException {
    var all = new TreeSet<String>();
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        try {
          all.add(namespace(process));
        } catch (IOException gone) {
          // It is in none.
        }
      }
    }
    return all;
  }
}
