package dev.ordeal.harness.cluster.processes;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The log of one node over all its starts: what its processes print, and marks of what was done to
 * them, in the order of time.
 */
final class NodeLog {
  private static final int TAIL_BYTES = 16 * 1024;

  private final Path file;

  NodeLog(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** Appends a line of ours: {@code --- 2026-11-21T10:22:31.123Z started ...}. */
  void mark(String what) {
    var line = "--- " + Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + what + "\n";
    try {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write the log " + file, failure);
    }
  }

  long size() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the log " + file, failure);
    }
  }

  /** The last lines from a position on; none if there are none or it cannot be read. */
  List<String> tail(long from, int lines) {
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(from, log.length() - TAIL_BYTES);
      var bytes = new byte[(int) Math.max(0, log.length() - start)];
      log.seek(start);
      log.readFully(bytes);
      var all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException unreadable) {
      return List.of();
    }
  }
}
