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
 * The file that a history grows in: every op reaches the kernel before {@link #append} or {@link
 * #flush} returns, so that killing this JVM loses at most what nobody has acted on yet. A crash of
 * the whole machine may lose more.
 *
 * <p>It writes through a {@link FileOutputStream}, one write call per flush, and not through a
 * {@link java.nio.channels.FileChannel}, because interrupting a thread closes the channel it writes
 * to, and an interrupted trial must still be able to say that it healed its faults. Safe for use by
 * several threads; lines never mix.
 */
public final class Journal implements AutoCloseable {
  private final Path file;
  private final FileOutputStream out;
  private final JsonLineEncoder encoder = new JsonLineEncoder();
  private int added;
  private int written;
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
    add(op);
    flush();
  }

  /**
   * As {@link #append}, but the op reaches the kernel at the next {@link #flush} only: for who
   * flushes before anybody acts on the op.
   */
  public synchronized void add(Op op) {
    if (closed) {
      throw new IllegalStateException("journal " + file + " is closed: nothing more can happen");
    }
    if (broken != null) {
      throw failure(broken);
    }
    encoder.append(op.index() == Op.UNPLACED ? op.withIndex(added) : op);
    added++;
  }

  /**
   * Writes what was added.
   *
   * @throws UncheckedIOException as {@link #append} does
   */
  public synchronized void flush() {
    if (added == written || broken != null) {
      return;
    }
    ByteBuffer lines = encoder.take();
    int bytes = lines.remaining();
    try {
      out.write(lines.array(), lines.arrayOffset() + lines.position(), bytes);
    } catch (IOException e) {
      broken = e;
      takeBack(e);
      throw failure(e);
    }
    goodBytes += bytes;
    written = added;
  }

  /** Cuts off what was written in part; if that fails too, the reader leaves it out. */
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
            + (written - 1)
            + ": "
            + cause.getMessage()
            + "; is the disk full? The ops before it are safe",
        cause);
  }

  /** How many ops have reached the kernel: all, unless it {@linkplain #append broke}. */
  public synchronized int written() {
    return written;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** Flushes and ends the journal. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    try (out) {
      flush();
    } catch (IOException e) {
      throw new UncheckedIOException("journal " + file + " cannot be closed", e);
    }
  }
}
