package dev.ordeal.harness.cluster.disks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/** What the faulty disks cost while nothing is wrong, beside plain folders: {@code FOLDER...}. */
final class FuseBench {
  private static final int SYNCS = 3_000;
  private static final int TOTAL_BYTES = 128 << 20;

  private FuseBench() {}

  public static void main(String[] args) throws Exception {
    var point = Files.createTempDirectory("fuse-bench");
    long start = System.nanoTime();
    try (var mount = FuseMount.open(point, List.of("n1"), 256L << 20)) {
      System.out.printf("mounted in %.0f ms%n", (System.nanoTime() - start) / 1e6);
      for (int round = 1; round <= 3; round++) {
        measure("fuse, round " + round, point.resolve("n1"));
      }
      for (String folder : args) {
        measure(folder, Files.createTempDirectory(Path.of(folder), "bench"));
      }
      start = System.nanoTime();
      mount.ask("lose n1");
      System.out.printf("power loss in %.1f ms%n", (System.nanoTime() - start) / 1e6);
    } finally {
      Files.delete(point);
    }
  }

  private static void measure(String name, Path folder) throws IOException {
    System.out.println(name);
    var file = folder.resolve("file");
    try (var channel = open(file)) {
      syncs(channel);
    }
    for (int block : new int[] {4 << 10, 1 << 20}) {
      try (var channel = open(file)) {
        stream("write", channel, block);
        stream("read", channel, block);
      }
    }
    Files.delete(file);
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static void syncs(FileChannel channel) throws IOException {
    var record = ByteBuffer.allocateDirect(128);
    var nanos = new long[SYNCS];
    for (int i = 0; i < SYNCS; i++) {
      long start = System.nanoTime();
      channel.write(record.clear());
      channel.force(false);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "  128 bytes and a sync: median %.0f us, 99th %.0f us%n",
        nanos[SYNCS / 2] / 1e3, nanos[SYNCS * 99 / 100] / 1e3);
  }

  private static void stream(String what, FileChannel channel, int block) throws IOException {
    var buffer = ByteBuffer.allocateDirect(block);
    channel.position(0);
    long start = System.nanoTime();
    for (int done = 0; done < TOTAL_BYTES; done += block) {
      buffer.clear();
      if (what.equals("write")) {
        channel.write(buffer);
      } else {
        channel.read(buffer);
      }
    }
    if (what.equals("write")) {
      channel.force(false);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "  %s in blocks of %d KiB: %.0f MB/s%n", what, block >> 10, TOTAL_BYTES / 1e6 / seconds);
  }
}
