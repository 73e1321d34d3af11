package dev.ordeal.systems.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ordeal.harness.client.Rpc;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.disks.FuseDisks;
import dev.ordeal.harness.cluster.disks.FuseSupport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log of records on a disk that loses power: what was synced is there, and nothing torn. */
@Timeout(60)
class RecordLogDisksTest {
  private static final int UNSYNCED = 20;

  @TempDir private Path folder;
  private final Node node = new Named("n1");
  private FuseDisks disks;
  private Path data;

  @BeforeEach
  void mount() throws IOException {
    var problem = FuseSupport.problem();
    if ("required".equals(System.getProperty("ordeal.containers"))) {
      assertThat(problem).as("what keeps this machine from mounting").isEmpty();
    }
    assumeTrue(problem.isEmpty(), () -> "skipped: " + problem.orElseThrow());
    var point = Files.createDirectory(folder.resolve("mount"));
    // The node is this test: nobody has to be killed.
    disks = FuseDisks.open(point, List.of("n1"), nodes -> {});
    data = point.resolve("n1");
  }

  @AfterEach
  void unmount() {
    if (disks != null) {
      disks.close();
    }
  }

  /** A log with one synced record, caught by the power loss while it syncs many more. */
  private void losePowerDuringASync(Runnable powerLoss) throws Exception {
    try (var log = RecordLog.open(data)) {
      log.append("synced", Map.of("value", 1L));
      log.force();
      for (int i = 0; i < UNSYNCED; i++) {
        log.append("unsynced" + i, Map.of("value", (long) i));
      }
      long before = disks.evidence(node).syncsSlowed();
      disks.slowSync(node, Duration.ofMinutes(10));
      var sync = CompletableFuture.supplyAsync(() -> forced(log));
      await().until(() -> disks.evidence(node).syncsSlowed() > before);
      powerLoss.run();
      assertThat(sync.get(10, TimeUnit.SECONDS)).as("the sync succeeded").isFalse();
      disks.heal(node);
    }
  }

  private static boolean forced(RecordLog log) {
    try {
      log.force();
      return true;
    } catch (IOException failed) {
      return false;
    }
  }

  private TreeSet<String> keys() throws IOException {
    try (var log = RecordLog.open(data)) {
      return new TreeSet<>(log.replayed().keySet());
    }
  }

  @Test
  void an_unsynced_record_is_lost_and_a_synced_one_is_not() throws Exception {
    losePowerDuringASync(() -> disks.losePower(node));
    assertThat(keys()).containsExactly("synced");
    assertThat(disks.evidence(node).bytesLost()).isPositive();
  }

  @Test
  void a_torn_tail_is_cut_off_and_can_be_written_over() throws Exception {
    for (long seed = 1; seed <= 10; seed++) {
      long before = seed;
      losePowerDuringASync(() -> disks.tear(node, before));
      var torn = Files.size(data.resolve(RecordLog.FILE));
      var kept = keys();
      assertThat(kept).as("seed %s", seed).contains("synced").hasSizeLessThanOrEqualTo(UNSYNCED);
      for (int i = 0; i < kept.size() - 1; i++) {
        assertThat(kept).as("seed %s", seed).contains("unsynced" + i);
      }
      assertThat(Files.size(data.resolve(RecordLog.FILE))).isLessThanOrEqualTo(torn);
      try (var log = RecordLog.open(data)) {
        log.append("after", Map.of("value", 1L));
        log.force();
      }
      disks.losePower(node);
      kept.add("after");
      assertThat(keys()).as("seed %s", seed).isEqualTo(kept);
      Files.delete(data.resolve(RecordLog.FILE));
    }
    assertThat(disks.evidence(node).writesTorn()).isEqualTo(10);
  }

  private record Named(String name) implements Node {
    @Override
    public InetSocketAddress address() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Rpc rpc() {
      throw new UnsupportedOperationException();
    }
  }
}
