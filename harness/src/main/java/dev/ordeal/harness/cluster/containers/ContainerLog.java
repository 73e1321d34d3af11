package dev.ordeal.harness.cluster.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The log of one node over all its starts: what its container prints, written as it comes, so that
 * a killed test still has it; and marks of what was done to it.
 */
final class ContainerLog implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int TAIL_BYTES = 16 * 1024;

  private final Path file;
  private final OutputStream out;
  private String last = "";
  private String known = "";
  private ResultCallback.@Nullable Adapter<Frame> following;

  ContainerLog(Path file) {
    this.file = file;
    try {
      this.out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write the log " + file, failure);
    }
  }

  /** Appends a line of ours: {@code --- 2026-11-21T10:22:31.123Z started ...}. */
  void mark(String what) {
    write(
        ("--- " + Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + what + "\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  private synchronized void write(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException failure) {
      System.getLogger(ContainerLog.class.getName())
          .log(System.Logger.Level.WARNING, "cannot write the log " + file, failure);
    }
  }

  /** Follows what the container prints from now on; an engine tells only until it ends. */
  void follow(DockerClient client, String container) {
    finish();
    rememberWhatIsKnown();
    var callback =
        new ResultCallback.Adapter<Frame>() {
          @Override
          public void onNext(Frame frame) {
            take(frame.getPayload());
          }
        };
    following = callback;
    client
        .logContainerCmd(container)
        .withStdOut(true)
        .withStdErr(true)
        .withTimestamps(true)
        .withFollowStream(true)
        .exec(callback);
  }

  private synchronized void rememberWhatIsKnown() {
    known = last;
  }

  /**
   * An engine asked again begins at the start. Its time stamps, all of one length, order the lines
   * and say which were told before.
   */
  private synchronized void take(byte[] payload) {
    int space = 0;
    while (space < payload.length && payload[space] != ' ') {
      space++;
    }
    var stamp = new String(payload, 0, space, StandardCharsets.UTF_8);
    if (stamp.compareTo(known) > 0) {
      last = stamp;
      write(Arrays.copyOfRange(payload, Math.min(space + 1, payload.length), payload.length));
    }
  }

  /** The container has ended: waits, a bounded time, for its last words. */
  void finish() {
    var callback = following;
    following = null;
    if (callback == null) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try (callback) {
      callback.awaitCompletion(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException | RuntimeException lost) {
      mark("the rest of the log was lost: " + lost);
    } catch (InterruptedException early) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The last lines; none if it cannot be read. */
  List<String> tail(int lines) {
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(0, log.length() - TAIL_BYTES);
      var bytes = new byte[(int) (log.length() - start)];
      log.seek(start);
      log.readFully(bytes);
      // Nodes may print bytes of any charset; nothing of it may hide the rest.
      var all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot close the log " + file, failure);
    }
  }
}
