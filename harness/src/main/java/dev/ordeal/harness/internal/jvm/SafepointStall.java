package dev.ordeal.harness.internal.jvm;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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
 * LinkedIn Engineering, 2016.) The log line at the end says how long it stood.
 */
final class SafepointStall {
  private static final Pattern BEGIN_OR_END =
      Pattern.compile("\\[([0-9.]+)s\\] (begin|end) VM_Operation \\((0x[0-9a-f]+)\\): (\\w+)");
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final AttachedJvm jvm;
  private final String inside = "/tmp/ordeal-stall-" + UUID.randomUUID() + ".fifo";
  private final Path pipePath;
  private final RandomAccessFile pipe;
  private final StringBuilder log = new StringBuilder();
  private final AttachedJvm.Answer operation;
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
      jvm.command("VM.log output=file=" + inside + " what=vmoperation=debug decorators=uptime");
      fill();
      this.operation = jvm.begin("jcmd", "Thread.print");
    } catch (RuntimeException failure) {
      end();
      throw failure;
    }
  }

  /** Begins; the threads stand, or will in a moment. */
  static SafepointStall of(AttachedJvm jvm) {
    try {
      return new SafepointStall(jvm);
    } catch (IOException failure) {
      throw new IllegalStateException("a JVM cannot be stalled: " + failure, failure);
    }
  }

  /** Writes until nothing more fits in, which is what ends dd. */
  private void fill() {
    Commands.run("dd", "if=/dev/zero", "of=" + pipePath, "bs=4096", "count=4096", "oflag=nonblock");
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

  private void drain() {
    var bytes = new byte[8192];
    try {
      @SuppressWarnings("resource") // a view of the pipe, which is closed as such
      var readable = new FileInputStream(pipe.getFD());
      for (int ready; (ready = readable.available()) > 0; ) {
        int count = readable.read(bytes, 0, Math.min(ready, bytes.length));
        log.append(Commands.text(bytes, Math.max(0, count)));
      }
    } catch (IOException failure) {
      throw new IllegalStateException("cannot read " + pipePath + ": " + failure, failure);
    }
  }

  private String longest() {
    var begun = new HashMap<String, Double>();
    double longest = 0;
    var lines = BEGIN_OR_END.matcher(log);
    while (lines.find()) {
      double at = Double.parseDouble(lines.group(1));
      if (lines.group(2).equals("begin")) {
        begun.put(lines.group(3), at);
      } else {
        longest = Math.max(longest, at - begun.getOrDefault(lines.group(3), at));
      }
    }
    return longest == 0
        ? ""
        : String.format(Locale.ROOT, "stood for %.3f s at a safepoint, says its JVM", longest);
  }
}
