package dev.ordeal.harness.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.Processes.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How a child process ends that is asked to. */
@DisabledOnOs(OS.WINDOWS)
class NodeProcessTest {
  @TempDir private Path folder;
  private NodeProcess process;

  @BeforeEach
  void makes() {
    process = new NodeProcess(folder.resolve("n1.log"));
  }

  @AfterEach
  void ends() {
    process.kill();
  }

  @Test
  void one_that_tidies_up_has_the_time_to() throws Exception {
    run("trap 'echo tidy > tidied; exit 0' TERM; echo ready; while :; do sleep 0.05; done");
    assertThat(process.stop("n1", Duration.ofSeconds(60))).isEqualTo(Ending.BY_ITSELF);
    assertThat(process.alive()).isFalse();
    assertThat(folder.resolve("tidied")).exists();
  }

  @Test
  void one_that_does_not_listen_is_killed_and_that_is_told() throws Exception {
    run("trap '' TERM; echo ready; while :; do sleep 0.05; done");
    assertThat(process.stop("n1", Duration.ofMillis(300))).isEqualTo(Ending.KILLED);
    assertThat(process.alive()).isFalse();
  }

  @Test
  void one_that_ended_by_itself_needs_not_be_asked() throws Exception {
    run("echo ready");
    Awaitility.await().until(() -> !process.alive());
    assertThat(process.stop("n1", Duration.ofMillis(1))).isEqualTo(Ending.BY_ITSELF);
  }

  private void run(String script) throws Exception {
    var place =
        new NodePlace("n1", new HostPort("127.0.0.1", 1), new TreeMap<>(), folder.toString());
    process.spawn(place, List.of("/bin/sh", "-c", script), Map.of());
    var log = folder.resolve("n1.log");
    Awaitility.await().until(() -> Files.readString(log).contains("ready"));
  }
}
