package dev.ordeal.results;

import dev.ordeal.history.JsonLineEncoder;
import dev.ordeal.history.Op;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file that a history grows in: every op reaches the kernel before {@link #append} returns, so
 * that killing this JVM loses at most the op in flight. A crash of the whole machine may lose more.
 *
 * <p>It writes through a {@link FileOutputStream}, one write call per op, and not through a {@link
 * java.nio.channels.FileChannel}, because interrupting a thread closes the channel it writes to,
 * and an interrupted trial must still be able to say that it healed its faults. Safe for use by
 * several threads; lines never mix.
 */
public final class Journal implements AutoCloseable {
  private final Path file;
  private final FileOutputStream out;
  private final JsonLineEncoder encoder = new JsonLineEncoder();
  private int count;
  private long goodBytes;
  private @Nullable IOException broken;
  private boolean closed;

  private Journal(Path file, FileOutputStream out) {
    this.file = file;
    this.out = out;
  }

  static Journal create(Path file) {
    try {
      Files.createFile(file);
      return appendTo(file);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalStateException(file + " exists: a run has one journal, opened once", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be created: " + e.getMessage(), e);
    }
  }

  static Journal appendTo(Path file) throws IOException {
    return new Journal(file, new FileOutputStream(file.toFile(), true));
  }

  /**
   * Writes one op at the end; an op that has no index yet gets its position in the journal.
   *
   * @throws UncheckedIOException if it cannot be written, such as to a full disk; what was written
   *     of it is taken back, and every later append fails likewise
   * @throws IllegalStateException if the journal is closed
   */
  public synchronized void append(Op op) {
    if (closed) {
      throw new IllegalStateException("journal " + file + " is closed: nothing more can happen");
    }
    if (broken != null) {
      throw failure(broken);
    }
    ByteBuffer line = encoder.encode(op.index() == Op.UNPLACED ? op.withIndex(count) : op);
    try {
      out.write(line.array(), line.arrayOffset() + line.position(), line.remaining());
    } catch (IOException e) {
      broken = e;
      takeBack(e);
      throw failure(e);
    }
    goodBytes += line.remaining();
    count++;
  }

  /** Cuts off the line that was written in part; if that fails too, the reader leaves it out. */
  private void takeBack(IOException cause) {
    try {
      out.getChannel().truncate(goodBytes);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private UncheckedIOException failure(IOException cause) {
    return new UncheckedIOException(
        "journal "
            + file
            + " cannot be written after op "
            + (count - 1)
            + ": "
            + cause.getMessage()
            + "; is the disk full? The ops before it are safe",
        cause);
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** Ends the journal. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("journal " + file + " cannot be closed", e);
    }
  }
}
