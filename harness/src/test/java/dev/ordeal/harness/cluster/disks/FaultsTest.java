package dev.ordeal.harness.cluster.disks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ordeal.harness.cluster.DiskEvidence;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.interpreter.FakeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each fault does what it says, ends when it is healed, and is counted where it bit. */
@Timeout(60)
class FaultsTest {
  private static final StandardOpenOption[] ANEW = {
    StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE
  };

  @TempDir private Path folder;
  private FuseDisks disks;
  private Path data;
  private Node node;
  private Node other;

  @BeforeEach
  void mount() throws IOException {
    Fuse.required();
    var point = Files.createDirectory(folder.resolve("mount"));
    node = new FakeNode("n1");
    other = new FakeNode("n2");
    // The nodes are this test: it closes its files before it cuts the power.
    disks = FuseDisks.open(point, List.of("n1", "n2"), nodes -> {});
    data = point.resolve("n1");
  }

  @AfterEach
  void unmount() {
    if (disks != null) {
      disks.close();
      assertThat(disks.printed()).as("what the server complained of").isEmpty();
    }
  }

  private FileChannel open(String name) throws IOException {
    return FileChannel.open(data.resolve(name), ANEW);
  }

  private static void append(FileChannel file, byte[] bytes) throws IOException {
    file.write(ByteBuffer.wrap(bytes), file.size());
  }

  private static byte[] bytes(int length, int value) {
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @Test
  void a_power_loss_takes_what_was_not_synced_and_counts_it() throws IOException {
    try (var file = open("log")) {
      append(file, bytes(100, 1));
      file.force(false);
      append(file, bytes(50, 2));
    }
    Files.writeString(data.resolve("never synced"), "12345");
    disks.losePower(node);
    assertThat(Files.readAllBytes(data.resolve("log"))).isEqualTo(bytes(100, 1));
    assertThat(data.resolve("never synced")).doesNotExist();
    assertThat(disks.evidence(node)).isEqualTo(new DiskEvidence(1, 2, 55, 1, 0, 0, 0, 0, 0, 0));
    assertThat(disks.evidence(other)).isEqualTo(DiskEvidence.NONE);
  }

  @Test
  void what_was_opened_with_dsync_needs_no_sync() throws IOException {
    try (var file =
        FileChannel.open(
            data.resolve("wal"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.DSYNC)) {
      file.write(ByteBuffer.wrap(bytes(10, 1)));
    }
    disks.losePower(node);
    assertThat(Files.readAllBytes(data.resolve("wal"))).isEqualTo(bytes(10, 1));
  }

  @Test
  void a_file_renamed_into_place_before_its_content_was_synced_is_there_and_empty()
      throws IOException {
    Files.writeString(data.resolve("new"), "content");
    Files.move(data.resolve("new"), data.resolve("config"));
    try (var top = FileChannel.open(data, StandardOpenOption.READ)) {
      top.force(true);
    }
    disks.losePower(node);
    assertThat(data.resolve("config")).isEmptyFile();
    assertThat(data.resolve("new")).doesNotExist();
  }

  @Test
  void a_torn_write_keeps_a_part_of_it_and_nothing_behind() throws IOException {
    var kept = new HashSet<Long>();
    for (int seed = 1; seed <= 20; seed++) {
      var path = data.resolve("log" + seed);
      try (var file = FileChannel.open(path, ANEW)) {
        append(file, bytes(100, 1));
        file.force(false);
        append(file, bytes(1_000, 2));
        append(file, bytes(1_000, 3));
      }
      var before = disks.evidence(node);
      disks.tear(node, seed);
      var bit = disks.evidence(node).since(before);
      var content = Files.readAllBytes(path);
      assertThat(content.length).as("seed %s", seed).isBetween(101, 2_099).isNotEqualTo(1_100);
      var whole = new byte[2_100];
      Arrays.fill(whole, 0, 100, (byte) 1);
      Arrays.fill(whole, 100, 1_100, (byte) 2);
      Arrays.fill(whole, 1_100, 2_100, (byte) 3);
      assertThat(content).as("seed %s", seed).isEqualTo(Arrays.copyOf(whole, content.length));
      assertThat(bit.writesTorn()).isEqualTo(1);
      kept.add(content.length < 1_100 ? 0L : 1L);
    }
    assertThat(kept).as("which write was torn").containsExactly(0L, 1L);
  }

  @Test
  void the_same_seed_tears_at_the_same_byte() throws IOException {
    var lengths = new HashSet<Long>();
    for (int i = 0; i < 3; i++) {
      var path = data.resolve("log" + i);
      try (var file = FileChannel.open(path, ANEW)) {
        append(file, bytes(100_000, 1));
      }
      disks.tear(node, 7);
      lengths.add(Files.size(path));
    }
    assertThat(lengths).hasSize(1);
  }

  @Test
  void flipped_bytes_are_read_flipped_until_they_are_mended_or_overwritten() throws IOException {
    try (var file = open("table.db")) {
      append(file, bytes(10_000, 0));
      file.force(false);
    }
    Files.write(data.resolve("other"), bytes(10_000, 0));
    assertThat(disks.flip(node, "*.db", 5, 1)).isEqualTo(5);
    assertThat(disks.evidence(node).bytesFlipped()).isEqualTo(5);
    assertThat(disks.evidence(node).flippedBytesRead()).isZero();
    assertThat(wrong("table.db")).isEqualTo(5);
    assertThat(wrong("table.db")).isEqualTo(5);
    assertThat(wrong("other")).isZero();
    assertThat(disks.evidence(node).flippedBytesRead()).isEqualTo(5);
    disks.losePower(node);
    assertThat(wrong("table.db")).isEqualTo(5);
    assertThat(disks.mend(node)).isEqualTo(5);
    assertThat(wrong("table.db")).isZero();
    assertThat(disks.flip(node, "**", 3, 2)).isEqualTo(3);
    Files.write(data.resolve("table.db"), bytes(10_000, 0));
    assertThat(wrong("table.db")).isZero();
    assertThat(disks.flip(node, "nothing", 3, 2)).isZero();
  }

  private int wrong(String name) throws IOException {
    int wrong = 0;
    for (byte found : Files.readAllBytes(data.resolve(name))) {
      wrong += found == 0 ? 0 : 1;
    }
    return wrong;
  }

  @Test
  void a_flip_is_hidden_by_what_was_written_over_it_and_not_synced() throws IOException {
    try (var file = open("f")) {
      append(file, bytes(100, 0));
      file.force(false);
      file.write(ByteBuffer.wrap(bytes(100, 1)), 0);
      assertThat(disks.flip(node, "f", 1, 1)).isEqualTo(1);
    }
    assertThat(Files.readAllBytes(data.resolve("f"))).isEqualTo(bytes(100, 1));
    disks.losePower(node);
    assertThat(wrong("f")).isEqualTo(1);
  }

  @Test
  void a_mapped_file_shows_flipped_bytes_too() throws IOException {
    try (var file = open("mapped")) {
      append(file, bytes(4_096, 0));
      file.force(false);
      var map = file.map(FileChannel.MapMode.READ_ONLY, 0, 4_096);
      assertThat(map.get(17)).isZero();
      assertThat(disks.flip(node, "mapped", 4_096, 1)).isGreaterThan(3_000);
      int wrong = 0;
      for (int i = 0; i < 4_096; i++) {
        wrong += map.get(i) == 0 ? 0 : 1;
      }
      assertThat(wrong).isGreaterThan(3_000);
    }
  }

  @Test
  void a_full_disk_refuses_what_is_new_and_takes_what_lies_on_what_it_holds() throws IOException {
    try (var file = open("f")) {
      append(file, bytes(100, 1));
      disks.full(node, true);
      assertThatThrownBy(() -> append(file, bytes(1, 2))).hasMessageContaining("No space left");
      assertThatThrownBy(() -> Files.createFile(data.resolve("g")))
          .hasMessageContaining("No space left");
      file.write(ByteBuffer.wrap(bytes(50, 3)), 0);
      assertThat(Files.getFileStore(data).getUsableSpace()).isZero();
      Files.createFile(data.resolveSibling("n2").resolve("g"));
      assertThat(disks.evidence(node).writesRefused()).isEqualTo(2);
      disks.heal(node);
      append(file, bytes(1, 2));
      assertThat(file.size()).isEqualTo(101);
    }
  }

  @Test
  void a_slow_sync_waits_and_others_do_not_wait_with_it() throws Exception {
    disks.slowSync(node, Duration.ofMinutes(10));
    try (var file = open("f")) {
      append(file, bytes(10, 1));
      var sync =
          CompletableFuture.runAsync(
              () -> {
                try {
                  file.force(false);
                } catch (IOException failure) {
                  throw new IllegalStateException(failure);
                }
              });
      await().until(() -> disks.evidence(node).syncsSlowed() == 1);
      assertThat(Files.readAllBytes(data.resolve("f"))).isEqualTo(bytes(10, 1));
      try (var elsewhere = FileChannel.open(data.resolveSibling("n2").resolve("f"), ANEW)) {
        append(elsewhere, bytes(10, 1));
        elsewhere.force(false);
      }
      assertThat(sync).isNotDone();
      disks.heal(node);
      sync.get(10, TimeUnit.SECONDS);
    }
    disks.losePower(node);
    assertThat(Files.readAllBytes(data.resolve("f"))).isEqualTo(bytes(10, 1));
  }

  @Test
  void a_process_that_waits_for_a_slow_sync_can_be_killed() throws Exception {
    disks.slowSync(node, Duration.ofMinutes(10));
    var path = data.resolve("f").toString();
    var script = "echo hello > \"$0\" && exec sync \"$0\"";
    var process = new ProcessBuilder("/bin/sh", "-c", script, path).start();
    await().until(() -> disks.evidence(node).syncsSlowed() == 1);
    process.destroyForcibly();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("it ended").isTrue();
    disks.losePower(node);
    assertThat(data.resolve("f")).doesNotExist();
  }

  @Test
  void a_failed_sync_has_dropped_what_a_later_one_believes_durable() throws IOException {
    try (var file = open("f")) {
      append(file, bytes(10, 1));
      file.force(false);
      append(file, bytes(10, 2));
      disks.failSync(node, true);
      assertThatThrownBy(() -> file.force(false)).hasMessageContaining("Input/output error");
      disks.heal(node);
      append(file, bytes(10, 3));
      file.force(false);
    }
    var expected = bytes(30, 1);
    Arrays.fill(expected, 20, 30, (byte) 3);
    Arrays.fill(expected, 10, 20, (byte) 2);
    assertThat(Files.readAllBytes(data.resolve("f"))).isEqualTo(expected);
    disks.losePower(node);
    Arrays.fill(expected, 10, 20, (byte) 0);
    assertThat(Files.readAllBytes(data.resolve("f"))).isEqualTo(expected);
    assertThat(disks.evidence(node).syncsFailed()).isEqualTo(1);
    assertThat(disks.evidence(node).bytesLost()).isEqualTo(10);
  }

  @Test
  void what_is_too_much_to_be_held_back_is_written_back_unasked() throws IOException {
    try (var file = open("f")) {
      file.force(false);
      for (int i = 0; i < 100; i++) {
        append(file, bytes(1 << 20, 1));
      }
    }
    disks.losePower(node);
    assertThat(Files.size(data.resolve("f"))).isBetween(30L << 20, 99L << 20);
    assertThat(disks.evidence(node).bytesLost())
        .isEqualTo((100L << 20) - Files.size(data.resolve("f")));
  }

  @Test
  void once_its_server_is_gone_the_message_says_so() {
    disks.process().destroyForcibly();
    assertThatThrownBy(() -> disks.heal(node)).hasMessageContaining("server of the faulty disks");
    assertThatThrownBy(() -> Files.createFile(data.resolve("f"))).isInstanceOf(IOException.class);
  }
}
