package dev.ordeal.harness.internal.jvm;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Holds a JVM at a safepoint, as a long collection of garbage does: every thread that runs Java
 * stands, and so do those that come back from native code; the process itself goes on.
 *
 * <p>A JVM writes its log itself, without a buffer: the virtual machine's own thread writes {@code
 * begin VM_Operation} when all other threads stand, and lets them go only after the operation. Its
 * log is led into a pipe that is full, so that thread waits, in the middle of the safepoint, until
 * the pipe is emptied. (That logging on slow disks lengthens pauses in just this way was found by
 * Zhenyun Zhuang and Cuong Tran, "Eliminating Large JVM GC Pauses Caused by Background IO Traffic",
 * LinkedIn Engineering, 2016.) The log line of the safepoint says how long it was, from JDK 13 on.
 */
final class SafepointStall {
  private static final Pattern STOOD = Pattern.compile("At safepoint: +([0-9]+) ns");
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
  private static final double NANOS = 1e9;
  private static final int PAGE = 4096;

  /** Takes the line that an operation begins with, and not also that which it ends with. */
  private static final int ROOM = 200;

  private static final int FILLS_MAX = 10;
  private static final int NOT_TO_BE_SEEN = -1;

  private final AttachedJvm jvm;
  private final String inside = "/tmp/ordeal-stall-" + UUID.randomUUID() + ".fifo";
  private final Path pipePath;
  private final RandomAccessFile pipe;
  private final StringBuilder log = new StringBuilder();
  private final AttachedJvm.Answer operation;

  /** How much was in the pipe before the operation wrote to it. */
  private final int filled;

  private boolean released;
  private String said = "";

  private SafepointStall(AttachedJvm jvm) throws IOException {
    this.jvm = jvm;
    this.pipePath = jvm.inside(inside);
    JvmFiles.announce(pipePath);
    Commands.require("mkfifo", "-m", "666", pipePath.toString());
    this.pipe = new RandomAccessFile(pipePath.toFile(), "rw");
    try {
      // It opens the pipe while there is room: it must not be kept from answering this.
      jvm.command(
          "VM.log output=file="
              + inside
              + " what=vmoperation=debug,safepoint=info decorators=uptime");
      this.filled = fillButOneLine() ? readable() : NOT_TO_BE_SEEN;
      this.operation = jvm.begin("jcmd", "Thread.print");
    } catch (IOException | RuntimeException failure) {
      end();
      throw failure;
    }
  }

  /** Begins; the threads stand when this returns. */
  static SafepointStall of(AttachedJvm jvm) {
    try {
      var stall = new SafepointStall(jvm);
      stall.awaitInForce();
      return stall;
    } catch (IOException failure) {
      throw new IllegalStateException("a JVM cannot be stalled: " + failure, failure);
    }
  }

  /**
   * Fills the pipe, and leaves room for one line: when that has come, the threads stand, and the
   * next one holds them. Where the kernel's pages are larger, no line has room, which holds them as
   * well, only that it is not seen from here.
   *
   * @return whether one has
   */
  private boolean fillButOneLine() throws IOException {
    fill(PAGE, Integer.MAX_VALUE);
    for (int attempt = 0; attempt < FILLS_MAX; attempt++) {
      take(PAGE);
      // The JVM may have logged something in between: then it does not fit.
      if (fill(PAGE - ROOM, 1)) {
        return true;
      }
      fill(PAGE, Integer.MAX_VALUE);
    }
    return false;
  }

  /** Writes blocks until one has no room; whether that was after all of them. */
  private boolean fill(int block, int blocks) {
    return 0
        == Commands.run(
            "dd",
            "if=/dev/zero",
            "of=" + pipePath,
            "bs=" + block,
            "count=" + blocks,
            "oflag=nonblock");
  }

  private void awaitInForce() throws IOException {
    long deadline = System.nanoTime() + PATIENCE;
    while (readable() <= filled) {
      boolean isOver = operation.isWhole();
      if (isOver || System.nanoTime() - deadline > 0) {
        release();
        throw new IllegalStateException(
            "a JVM cannot be stalled: "
                + (isOver ? "it has ended, or was not held" : "its threads do not come to stand"));
      }
      Commands.pause();
    }
  }

  /** Lets all threads go on; answers how long they stood, as their JVM says. */
  synchronized String release() {
    if (!released) {
      released = true;
      try (operation) {
        long deadline = System.nanoTime() + PATIENCE;
        while (!operation.isWhole() && System.nanoTime() - deadline < 0) {
          drain();
          Commands.pause();
        }
      } finally {
        end();
      }
      said = longest();
    }
    return said;
  }

  /** Has the JVM forget the pipe; one that has ended did. */
  private void end() {
    try {
      drain();
      jvm.command("VM.log output=file=" + inside + " what=all=off");
    } catch (IllegalStateException hasEnded) {
      // With it, its end of the pipe is gone.
    }
    try {
      drain();
      pipe.close();
      Files.deleteIfExists(pipePath);
    } catch (IOException failure) {
      throw new IllegalStateException("cannot remove " + pipePath + ": " + failure, failure);
    } finally {
      JvmFiles.forget(pipePath);
    }
  }

  private int readable() throws IOException {
    return reading().available();
  }

  @SuppressWarnings("resource") // a view of the pipe, which is closed as such
  private FileInputStream reading() throws IOException {
    return new FileInputStream(pipe.getFD());
  }

  private void take(int most) throws IOException {
    var bytes = new byte[most];
    int count = reading().read(bytes, 0, Math.min(most, readable()));
    log.append(Commands.text(bytes, Math.max(0, count)));
  }

  private void drain() {
    try {
      while (readable() > 0) {
        take(2 * PAGE);
      }
    } catch (IOException failure) {
      throw new IllegalStateException("cannot read " + pipePath + ": " + failure, failure);
    }
  }

  private String longest() {
    double longest =
        STOOD
            .matcher(log)
            .results()
            .mapToDouble(stood -> Long.parseLong(stood.group(1)) / NANOS)
            .max()
            .orElse(0);
    return longest == 0
        ? ""
        : String.format(Locale.ROOT, "stood for %.3f s at a safepoint, says its JVM", longest);
  }
}
