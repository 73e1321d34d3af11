package dev.ordeal.harness.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the lines that are added to a file, in a thread of its own that looks every few
 * milliseconds: whoever waits for a line wants to act on it while it is news.
 */
final class LogFollower implements AutoCloseable {
  private static final long LOOK_MILLIS = 5;
  private static final int LONGEST_LINE = 64 * 1024;

  /** What the harness notes in the log of a node: {@code --- 2026-11-21T10:22:31.123Z killed}. */
  private static final Pattern MARK = Pattern.compile("^--- \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z ");

  private final Path file;
  private final Consumer<String> told;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final byte[] buffer = new byte[8 * 1024];
  private long position;

  LogFollower(String name, Path file, Consumer<String> told) {
    this.file = file;
    this.told = told;
    this.position = beginning(file);
    this.thread = new Thread(this::run, "ordeal-log-" + name);
    thread.setDaemon(true);
  }

  /** The beginning of the line that is being written now: what is told are whole lines. */
  private static long beginning(Path file) {
    if (!Files.exists(file)) {
      return 0;
    }
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      long end = log.length();
      long at = end;
      while (at > 0 && end - at < LONGEST_LINE) {
        log.seek(at - 1);
        if (log.read() == '\n') {
          break;
        }
        at--;
      }
      return at;
    } catch (IOException unreadable) {
      return 0;
    }
  }

  void start() {
    thread.start();
  }

  private void run() {
    @Nullable RandomAccessFile log = null;
    try {
      while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (log == null && Files.exists(file)) {
          log = new RandomAccessFile(file.toFile(), "r");
        }
        if (log != null) {
          read(log);
        }
      }
    } catch (IOException | InterruptedException lost) {
      warn("the log " + file + " is not followed any more: " + lost);
    } finally {
      close(log);
    }
  }

  private void read(RandomAccessFile log) throws IOException {
    log.seek(position);
    for (int count = log.read(buffer); count > 0 && isOpen(); count = log.read(buffer)) {
      position += count;
      for (int i = 0; i < count; i++) {
        if (buffer[i] == '\n') {
          tell();
        } else if (line.size() < LONGEST_LINE) {
          line.write(buffer[i]);
        }
      }
    }
  }

  private void tell() {
    // Nodes may print bytes of any charset; nothing of it may hide the rest.
    var text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (!isOpen() || MARK.matcher(text).find()) {
      return;
    }
    try {
      told.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    } catch (RuntimeException broken) {
      warn("whoever follows the log " + file + " broke on a line: " + broken);
    }
  }

  private boolean isOpen() {
    return closed.getCount() > 0;
  }

  private static void close(@Nullable RandomAccessFile log) {
    try {
      if (log != null) {
        log.close();
      }
    } catch (IOException failure) {
      warn("a log cannot be closed: " + failure);
    }
  }

  private static void warn(String text) {
    System.getLogger(LogFollower.class.getName()).log(System.Logger.Level.WARNING, text);
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
