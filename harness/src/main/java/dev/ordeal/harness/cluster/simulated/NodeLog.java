package dev.ordeal.harness.cluster.simulated;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The log file of one node: lines with the virtual time, in seconds, in front. */
final class NodeLog implements AutoCloseable {
  private static final long SECOND = 1_000_000_000L;

  private final Path path;
  private final OutputStream out;
  private final BufferedWriter file;
  private boolean closed;

  NodeLog(Path path) throws IOException {
    this.path = path;
    out = Files.newOutputStream(path);
    file = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
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
    // A writer that cannot write what it still holds does not close what is below it.
    try (out) {
      file.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("the log " + path + " is cut off: " + failure, failure);
    }
  }
}
