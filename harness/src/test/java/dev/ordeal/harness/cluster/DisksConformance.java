package dev.ordeal.harness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.client.ErrorCodes;
import dev.ordeal.harness.client.RpcException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every backend with disks must do alike: one set of test bodies, run against two nodes of the
 * program {@link dev.ordeal.harness.cluster.testnode.TestNode}.
 */
public abstract class DisksConformance extends Conformance {
  private final Map<Node, DiskEvidence> before = new HashMap<>();
  private Disks disks;

  /** With two nodes. */
  protected DisksConformance() {
    super(2);
  }

  @BeforeEach
  void findTheDisks() {
    disks = cluster.capability(Disks.class).orElseThrow();
    cluster.nodes().forEach(node -> before.put(node, disks.evidence(node)));
  }

  /** Since this test began. */
  private DiskEvidence evidence(Node node) {
    return disks.evidence(node).since(before.get(node));
  }

  private void say(Node node, String type, String key, long value) throws Exception {
    var answer = on.call(node, Map.of("type", type, "key", key, "value", value));
    assertThat(answer).containsEntry("type", type + "_ok");
  }

  private CompletionStage<Map<String, @Nullable Object>> begin(Node node, String type) {
    return on.begin(node, Map.of("type", type, "key", "late", "value", 1L), LONG);
  }

  private @Nullable Object value(Node node, String key) throws Exception {
    try {
      return on.call(node, Map.of("type", "get", "key", key)).get("value");
    } catch (RpcException failure) {
      if (failure.code() != ErrorCodes.KEY_DOES_NOT_EXIST) {
        throw failure;
      }
      return null;
    }
  }

  @Test
  void a_power_loss_takes_what_was_not_synced_and_nothing_else() throws Exception {
    say(n1, "put", "synced", 1);
    say(n1, "write", "unsynced", 2);
    say(n2, "write", "elsewhere", 3);
    disks.losePower(n1);
    assertThat(processes().alive(n1)).isFalse();
    processes().start(n1);
    assertThat(value(n1, "synced")).isEqualTo(1L);
    assertThat(value(n1, "unsynced")).isNull();
    assertThat(value(n2, "elsewhere")).isEqualTo(3L);
    assertThat(evidence(n1).powerLosses()).isEqualTo(1);
    assertThat(evidence(n1).writesLost()).isEqualTo(1);
    assertThat(evidence(n1).bytesLost()).isPositive();
    assertThat(evidence(n2)).isEqualTo(DiskEvidence.NONE);
  }

  @Test
  void a_power_loss_of_a_node_that_is_down_is_allowed() {
    processes().kill(n1);
    disks.losePower(n1);
    assertThat(processes().alive(n1)).isFalse();
    processes().start(n1);
    assertThat(processes().alive(n1)).isTrue();
  }

  @Test
  void a_torn_write_is_gone_and_those_before_it_may_be_kept() throws Exception {
    int keptInAll = 0;
    for (int seed = 1; seed <= 3; seed++) {
      say(n1, "put", "synced" + seed, 1);
      for (int i = 0; i < 10; i++) {
        say(n1, "write", seed + "/" + i, i);
      }
      disks.tear(n1, seed);
      processes().start(n1);
      assertThat(value(n1, "synced" + seed)).isEqualTo(1L);
      int kept = 0;
      while (kept < 10 && value(n1, seed + "/" + kept) != null) {
        kept++;
      }
      for (int i = kept; i < 10; i++) {
        assertThat(value(n1, seed + "/" + i)).as("behind the torn one, seed %s", seed).isNull();
      }
      assertThat(evidence(n1).writesTorn()).isEqualTo(seed);
      keptInAll += kept;
    }
    assertThat(keptInAll).isBetween(1, 29);
  }

  @Test
  void flipped_bytes_are_read_back() throws Exception {
    for (int i = 0; i < 10; i++) {
      say(n1, "put", "k" + i, 1_000_000 + i);
    }
    assertThat(disks.flip(n1, "**", 5, 42)).isEqualTo(5);
    assertThat(evidence(n1).bytesFlipped()).isEqualTo(5);
    restartAndReadAll();
    assertThat(evidence(n1).flippedBytesRead()).isEqualTo(5);
    processes().kill(n1);
    assertThat(disks.mend(n1)).isEqualTo(5);
    processes().start(n1);
    for (int i = 0; i < 10; i++) {
      assertThat(value(n1, "k" + i)).isEqualTo(1_000_000L + i);
    }
  }

  /** A program that notices may well refuse to start, or crash at what it reads. */
  private void restartAndReadAll() throws Exception {
    try {
      processes().kill(n1);
      processes().start(n1);
      for (int i = 0; i < 10; i++) {
        value(n1, "k" + i);
      }
    } catch (IllegalStateException | RpcException refused) {
      on.eventually("n1 has ended", () -> !processes().alive(n1));
    }
  }

  @Test
  void a_full_disk_takes_nothing_until_it_is_healed() throws Exception {
    say(n1, "put", "before", 1);
    disks.full(n1, true);
    on.failure(begin(n1, "put"));
    assertThat(evidence(n1).writesRefused()).isPositive();
    disks.heal(n1);
    on.eventually("n1 has ended", () -> !processes().alive(n1));
    processes().start(n1);
    say(n1, "put", "after", 2);
    assertThat(value(n1, "before")).isEqualTo(1L);
    assertThat(value(n1, "late")).isNull();
  }

  @Test
  void a_slow_sync_keeps_an_answer_back_until_it_is_healed() throws Exception {
    disks.slowSync(n1, Duration.ofMinutes(10));
    var late = begin(n1, "put");
    on.eventually("a sync waits", () -> evidence(n1).syncsSlowed() == 1);
    say(n2, "put", "elsewhere", 1);
    assertThat(late.toCompletableFuture()).isNotDone();
    disks.heal(n1);
    assertThat(on.await(late)).containsEntry("type", "put_ok");
    disks.losePower(n1);
    processes().start(n1);
    assertThat(value(n1, "late")).isEqualTo(1L);
  }

  @Test
  void a_node_that_waits_for_a_slow_sync_can_be_killed() throws Exception {
    disks.slowSync(n1, Duration.ofMinutes(10));
    var late = begin(n1, "put");
    on.eventually("a sync waits", () -> evidence(n1).syncsSlowed() == 1);
    disks.losePower(n1);
    on.failure(late);
    disks.heal(n1);
    processes().start(n1);
    assertThat(value(n1, "late")).isNull();
    say(n1, "put", "after", 2);
  }

  @Test
  void a_failed_sync_is_not_acknowledged_and_its_write_not_durable() throws Exception {
    say(n1, "put", "before", 1);
    disks.failSync(n1, true);
    on.failure(begin(n1, "put"));
    assertThat(evidence(n1).syncsFailed()).isEqualTo(1);
    disks.heal(n1);
    on.eventually("n1 has ended", () -> !processes().alive(n1));
    disks.losePower(n1);
    processes().start(n1);
    assertThat(value(n1, "before")).isEqualTo(1L);
    assertThat(value(n1, "late")).isNull();
    say(n1, "put", "after", 2);
  }
}
