package dev.ordeal.harness.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.internal.Alone;
import dev.ordeal.harness.internal.OwnerJvm;
import dev.ordeal.harness.internal.reaper.AbandonedData;
import dev.ordeal.harness.internal.reaper.OrphanSweep;
import dev.ordeal.harness.internal.reaper.ProcessIdentity;
import dev.ordeal.harness.internal.reaper.Reaper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever way the JVM ends that owns a cluster, no node of it is left: not even a paused one. */
@Timeout(180)
@ExtendWith(Alone.class)
class OrphansTest {
  @TempDir private Path folder;

  private interface End {
    void of(Process owner) throws Exception;
  }

  private List<ProcessIdentity> childrenAfter(End end) throws Exception {
    var owner =
        new ProcessBuilder(OwnerJvm.command(ClusterOwner.class, folder.toString()))
            .redirectError(folder.resolve("owner.log").toFile())
            .start();
    try (var said =
        new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8))) {
      var line = said.readLine();
      assertThat(line).as("what the owner says first").matches("[0-9 ]+");
      var children =
          Arrays.stream(line.split(" "))
              .map(pid -> ProcessIdentity.of(Long.parseLong(pid)).orElseThrow())
              .toList();
      assertThat(children).hasSizeGreaterThanOrEqualTo(3);
      end.of(owner);
      return children;
    } finally {
      owner.destroyForcibly();
    }
  }

  private static void assertGone(List<ProcessIdentity> children) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(children).noneMatch(ProcessIdentity::isAlive));
  }

  @Test
  void killing_the_owner_leaves_no_node() throws Exception {
    assertGone(childrenAfter(Process::destroyForcibly));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(folder.resolve("data")).doesNotExist());
  }

  @Test
  void killing_the_reaper_and_then_the_owner_leaves_nothing_to_the_next_start() throws Exception {
    var children =
        childrenAfter(
            owner -> {
              var reapers =
                  owner
                      .descendants()
                      .filter(child -> commandLine(child).contains(Reaper.class.getName()))
                      .toList();
              assertThat(reapers).isNotEmpty();
              reapers.forEach(ProcessHandle::destroyForcibly);
              reapers.forEach(reaper -> reaper.onExit().join());
              owner.destroyForcibly().waitFor();
            });
    assertThat(children).as("what nobody is left to end").anyMatch(ProcessIdentity::isAlive);
    assertThat(OrphanSweep.sweep()).isNotEmpty();
    assertGone(children);
    var data = folder.resolve("data");
    assertThat(data).isNotEmptyDirectory();
    AbandonedData.sweep(List.of(data));
    assertThat(data).doesNotExist();
    assertThat(OrphanSweep.sweep()).doesNotContainAnyElementsOf(children);
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  @Test
  void interrupting_the_owner_leaves_no_node_and_no_data() throws Exception {
    assertGone(
        childrenAfter(
            owner -> {
              OwnerJvm.interrupt(owner);
            }));
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void terminating_the_owner_leaves_no_node_and_no_data() throws Exception {
    assertGone(
        childrenAfter(
            owner -> {
              owner.destroy();
              owner.waitFor();
            }));
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void an_owner_that_ends_without_closing_leaves_no_node() throws Exception {
    assertGone(
        childrenAfter(
            owner -> {
              owner.getOutputStream().close();
              owner.waitFor();
            }));
    assertThat(folder.resolve("data")).doesNotExist();
  }
}
