package dev.ordeal.harness.cluster.simulated;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The log file of one node: lines with the virtual time, in seconds, in front. */
final class NodeLog implements AutoCloseable {
  private static final long SECOND = 1_000_000_000L;

  private final BufferedWriter file;
  private boolean closed;

  NodeLog(Path path) throws IOException {
    file = Files.newBufferedWriter(path);
  }

  /** Writes each line of the text; what comes after the closing is dropped. */
  void write(long now, String text) {
    if (closed) {
      return;
    }
    try {
      for (String line : text.split("\n", -1)) {
        file.write(Long.toString(now / SECOND));
        file.write('.');
        file.write(Long.toString(SECOND + now % SECOND), 1, 9);
        file.write(' ');
        file.write(line);
        file.write('\n');
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      file.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
