package dev.ordeal.harness.cluster.disks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.cluster.SetupFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file system like any other, as long as nothing is wrong with it. */
@Timeout(60)
class FuseMountTest {
  @TempDir private Path folder;
  private FuseMount mount;
  private Path n1;

  @BeforeEach
  void mount() throws IOException {
    Fuse.required();
    var point = Files.createDirectory(folder.resolve("a mount"));
    mount = FuseMount.open(point, List.of("n1", "n2"), 16L << 20);
    n1 = point.resolve("n1");
  }

  @AfterEach
  void unmount() throws IOException {
    if (mount != null) {
      mount.close();
      assertThat(Unmount.mounted(folder.resolve("a mount").toString())).isFalse();
      assertThat(mount.printed()).as("what the server complained of").isEmpty();
    }
  }

  private static List<String> names(Path of) throws IOException {
    try (var files = Files.list(of)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void a_mount_point_that_is_missing_is_named() throws IOException {
    var nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> FuseMount.open(nowhere, List.of("n1"), 1L << 20))
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("the faulty disks cannot be mounted")
        .hasMessageContaining(nowhere + ": mount point does not exist");
  }

  @Test
  void without_the_right_to_mount_the_problem_is_named() throws Exception {
    var command =
        List.of(
            "setpriv",
            "--bounding-set",
            "-sys_admin",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            FuseSupportMain.class.getName());
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(said)
        .contains("the right to mount (CAP_SYS_ADMIN)")
        .contains("run it as root, or use the simulated backend");
  }

  @Test
  void each_volume_is_a_folder_at_the_top_where_nothing_else_can_be_made() throws IOException {
    var top = n1.getParent();
    assertThat(names(top)).containsExactly("n1", "n2");
    assertThatThrownBy(() -> Files.createFile(top.resolve("more")))
        .hasMessageContaining("Read-only");
    Files.createFile(n1.resolve("a"));
    assertThat(names(top.resolve("n2"))).isEmpty();
    assertThatThrownBy(
            () -> Files.move(n1.resolve("a"), top.resolve("n2/a"), StandardCopyOption.ATOMIC_MOVE))
        .isInstanceOf(AtomicMoveNotSupportedException.class);
  }

  @Test
  void files_hold_what_was_written() throws IOException {
    var text = "drüben ".repeat(300_000);
    Files.writeString(n1.resolve("grün"), text);
    assertThat(Files.readString(n1.resolve("grün"))).isEqualTo(text);
    assertThat(Files.size(n1.resolve("grün"))).isEqualTo(text.getBytes(UTF_8).length);
    Files.writeString(n1.resolve("grün"), "end", StandardOpenOption.APPEND);
    assertThat(Files.readString(n1.resolve("grün"))).isEqualTo(text + "end");
    Files.writeString(n1.resolve("grün"), "anew");
    assertThat(Files.readString(n1.resolve("grün"))).isEqualTo("anew");
  }

  @Test
  void a_hole_is_zeros() throws IOException {
    try (var file =
        FileChannel.open(
            n1.resolve("sparse"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {1}), 10_000_000_000L);
      assertThat(file.size()).isEqualTo(10_000_000_001L);
      file.truncate(3);
      file.write(ByteBuffer.wrap(new byte[] {2}), 5);
    }
    assertThat(Files.readAllBytes(n1.resolve("sparse"))).containsExactly(0, 0, 0, 0, 0, 2);
  }

  @Test
  void names_come_and_go_and_move() throws IOException {
    Files.createDirectories(n1.resolve("a/b/c"));
    Files.writeString(n1.resolve("a/b/file"), "x");
    Files.move(n1.resolve("a/b"), n1.resolve("d"));
    assertThat(Files.readString(n1.resolve("d/file"))).isEqualTo("x");
    Files.writeString(n1.resolve("other"), "y");
    Files.move(n1.resolve("other"), n1.resolve("d/file"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(Files.readString(n1.resolve("d/file"))).isEqualTo("y");
    Files.createLink(n1.resolve("hard"), n1.resolve("d/file"));
    Files.createSymbolicLink(n1.resolve("soft"), Path.of("d/file"));
    Files.delete(n1.resolve("d/file"));
    assertThat(Files.readString(n1.resolve("hard"))).isEqualTo("y");
    assertThat(Files.readSymbolicLink(n1.resolve("soft"))).isEqualTo(Path.of("d/file"));
    assertThat(Files.exists(n1.resolve("soft"))).isFalse();
    assertThat(names(n1)).containsExactly("a", "d", "hard", "soft");
    assertThatThrownBy(() -> Files.delete(n1.resolve("d")))
        .isInstanceOf(DirectoryNotEmptyException.class);
    assertThatThrownBy(() -> Files.createDirectory(n1.resolve("d")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Files.delete(n1.resolve("e"))).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void an_open_file_outlives_its_name() throws IOException {
    try (var file =
        FileChannel.open(
            n1.resolve("gone"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      Files.delete(n1.resolve("gone"));
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
      assertThat(file.size()).isEqualTo(3);
    }
    assertThat(names(n1)).isEmpty();
  }

  @Test
  void modes_and_times_are_kept() throws IOException {
    var file = Files.createFile(n1.resolve("f"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x--x---"));
    var time = FileTime.fromMillis(1_234_567_890_123L);
    Files.setLastModifiedTime(file, time);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r-x--x---");
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
  }

  @Test
  void a_folder_of_many_names_lists_them_all() throws IOException {
    for (int i = 0; i < 3_000; i++) {
      Files.createFile(n1.resolve("a rather long name of a file, number " + i));
    }
    assertThat(names(n1)).hasSize(3_000).doesNotHaveDuplicates();
  }

  @Test
  void a_file_can_be_mapped_and_locked() throws IOException {
    try (var file =
        FileChannel.open(
            n1.resolve("mapped"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      var lock = file.tryLock();
      assertThat(lock).isNotNull();
      var map = file.map(FileChannel.MapMode.READ_WRITE, 0, 10_000);
      map.put(9_999, (byte) 7);
      map.force();
      var read = ByteBuffer.allocate(1);
      file.read(read, 9_999);
      assertThat(read.get(0)).isEqualTo((byte) 7);
    }
  }

  @Test
  void a_disk_has_no_more_room_than_it_has() throws IOException {
    assertThat(Files.getFileStore(n1).getTotalSpace()).isEqualTo(16L << 20);
    assertThatThrownBy(() -> Files.write(n1.resolve("big"), new byte[17 << 20]))
        .hasMessageContaining("No space left on device");
    Files.delete(n1.resolve("big"));
    Files.write(n1.resolve("big"), new byte[15 << 20]);
    assertThat(Files.getFileStore(n1).getUnallocatedSpace()).isLessThanOrEqualTo(1L << 20);
  }
}
