package dev.ordeal.harness.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ordeal.harness.cluster.Disks;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.disks.Fuse;
import dev.ordeal.harness.internal.Alone;
import dev.ordeal.harness.internal.OwnerJvm;
import dev.ordeal.harness.internal.reaper.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whichever process is killed, no mount is left, and nobody who serves one. */
@Timeout(180)
@ExtendWith(Alone.class)
class DiskOrphansTest {
  @TempDir private Path folder;

  @BeforeEach
  void require() {
    Fuse.required();
  }

  private boolean mounted() throws IOException {
    var point = folder.resolve("data").toString();
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
      return mounts.anyMatch(mount -> mount.contains(" " + point + " "));
    }
  }

  private static boolean serves(ProcessHandle process) {
    return runs(process, "FuseMain");
  }

  private static boolean runs(ProcessHandle process, String program) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).contains(program);
    } catch (IOException gone) {
      return false;
    }
  }

  private interface End {
    void of(Process owner, ProcessHandle server) throws Exception;
  }

  private void assertNothingIsLeftAfter(End end) throws Exception {
    var owner =
        new ProcessBuilder(OwnerJvm.command(ClusterOwner.class, folder.toString(), "with disks"))
            .redirectError(folder.resolve("owner.log").toFile())
            .start();
    try {
      var line = owner.inputReader().readLine();
      assertThat(line).as("what the owner says first").matches("[0-9 ]+");
      List<ProcessIdentity> children =
          Arrays.stream(line.split(" "))
              .flatMap(pid -> ProcessIdentity.of(Long.parseLong(pid)).stream())
              .toList();
      var server = owner.descendants().filter(DiskOrphansTest::serves).findFirst().orElseThrow();
      assertThat(mounted()).isTrue();
      end.of(owner, server);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(children).noneMatch(ProcessIdentity::isAlive));
      await().atMost(Duration.ofSeconds(60)).until(() -> !mounted());
    } finally {
      owner.destroyForcibly();
    }
  }

  @Test
  void killing_the_owner_leaves_no_mount_and_no_data() throws Exception {
    assertNothingIsLeftAfter((owner, server) -> owner.destroyForcibly());
    awaitTheEndOfTheData();
  }

  private void awaitTheEndOfTheData() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(folder.resolve("data")).doesNotExist());
  }

  @Test
  void killing_the_server_and_then_the_owner_leaves_no_mount_and_no_data() throws Exception {
    assertNothingIsLeftAfter(
        (owner, server) -> {
          server.destroyForcibly();
          server.onExit().get();
          owner.destroyForcibly();
        });
    awaitTheEndOfTheData();
  }

  @Test
  void killing_the_owner_and_its_reaper_leaves_no_mount() throws Exception {
    assertNothingIsLeftAfter(
        (owner, server) -> {
          var nodes = owner.descendants().filter(child -> runs(child, "TestNodeMain")).toList();
          owner
              .descendants()
              .filter(child -> runs(child, "Reaper"))
              .forEach(ProcessHandle::destroyForcibly);
          owner.destroyForcibly();
          server.onExit().get();
          await().until(() -> !mounted());
          // Nobody else is left to end them.
          nodes.forEach(ProcessHandle::destroyForcibly);
        });
  }

  @Test
  void terminating_the_owner_leaves_no_mount_and_no_data() throws Exception {
    assertNothingIsLeftAfter(
        (owner, server) -> {
          owner.destroy();
          owner.waitFor();
        });
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void interrupting_the_owner_leaves_no_mount_and_no_data() throws Exception {
    assertNothingIsLeftAfter(
        (owner, server) -> {
          OwnerJvm.interrupt(owner);
        });
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void a_cluster_whose_disks_were_killed_still_closes_and_unmounts() throws Exception {
    var logs = Files.createDirectory(folder.resolve("logs"));
    var site = new Site(1, logs, Files.createDirectory(folder.resolve("data")));
    try (var cluster = ProcessBackend.of(1, TestNodes.command()).withDisks().open(site)) {
      var server =
          ProcessHandle.current().descendants().filter(DiskOrphansTest::serves).toList().get(0);
      server.destroyForcibly();
      server.onExit().get();
      var disks = cluster.capability(Disks.class).orElseThrow();
      assertThatThrownBy(() -> disks.heal(cluster.nodes().get(0)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the server of the faulty disks is gone");
      assertThat(mounted()).isTrue();
    }
    assertThat(mounted()).isFalse();
    assertThat(site.data()).doesNotExist();
  }
}
