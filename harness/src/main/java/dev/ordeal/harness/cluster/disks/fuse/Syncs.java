package dev.ordeal.harness.cluster.disks.fuse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The syncs that take their time. One of a process that is being killed ends at once: the kernel
 * would otherwise keep the process until the sync is done.
 */
final class Syncs {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final long SIGKILL_BIT = 1L << 8;

  private final Volumes volumes;
  private final Answer answer;
  private final Map<Long, Sync> pending = new HashMap<>();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            var thread = new Thread(task, "syncs");
            thread.setDaemon(true);
            return thread;
          });

  /** Answers a request; the error is null where it succeeded. */
  interface Answer {
    void give(long unique, Reply reply, @Nullable Errno error);
  }

  private record Sync(long unique, int pid, Inode inode, long upTo, Reply reply) {}

  /** Answers each that has ended. */
  Syncs(Volumes volumes, Answer answer) {
    this.volumes = volumes;
    this.answer = answer;
  }

  /**
   * Syncs what was changed up to now, as all here with the lock of the volumes held.
   *
   * @param reply the answer if it succeeds
   */
  void begin(Request request, Inode inode, Reply reply) {
    var volume = inode.volume();
    var sync = new Sync(request.unique(), request.pid(), inode, volume.mark(), reply);
    var delay = volume.faults().syncDelay();
    pending.put(sync.unique(), sync);
    if (delay.isZero()) {
      end(sync);
    } else {
      volume.counts().slowed();
      timer.schedule(() -> endLater(sync), delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void endLater(Sync sync) {
    synchronized (volumes) {
      end(sync);
    }
  }

  private void end(Sync sync) {
    if (pending.remove(sync.unique()) == null) {
      return;
    }
    try {
      sync.inode().volume().sync(sync.inode(), sync.upTo());
      answer.give(sync.unique(), sync.reply(), null);
    } catch (FileSystemException failure) {
      answer.give(sync.unique(), sync.reply(), failure.errno());
    }
  }

  /** Ends those that are under way on a volume, because it is slow no longer. */
  void endAll(Volume volume) {
    for (Sync sync : List.copyOf(pending.values())) {
      if (sync.inode().volume() == volume) {
        end(sync);
      }
    }
  }

  /** Drops those that are under way on a volume, because its power was lost. */
  void dropAll(Volume volume) {
    for (Sync sync : List.copyOf(pending.values())) {
      if (sync.inode().volume() == volume) {
        drop(sync, Errno.EIO);
      }
    }
  }

  private void drop(Sync sync, Errno errno) {
    if (pending.remove(sync.unique()) != null) {
      answer.give(sync.unique(), sync.reply(), errno);
    }
  }

  /** The process of a request got a signal: if that is its end, it must not wait. */
  void interrupt(long unique) {
    var sync = pending.get(unique);
    if (sync == null) {
      return;
    }
    if (isBeingKilled(sync.pid())) {
      drop(sync, Errno.EINTR);
    } else {
      // The kernel tells of the first signal only.
      timer.schedule(() -> interruptLater(unique), LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void interruptLater(long unique) {
    synchronized (volumes) {
      interrupt(unique);
    }
  }

  /** Whether a SIGKILL waits for that thread, or for its process. */
  private static boolean isBeingKilled(int thread) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + thread + "/status"))) {
        if (line.startsWith("SigPnd:") || line.startsWith("ShdPnd:")) {
          long signals = Long.parseUnsignedLong(line.substring(7).strip(), 16);
          if ((signals & SIGKILL_BIT) != 0) {
            return true;
          }
        }
      }
      return false;
    } catch (IOException gone) {
      return true;
    }
  }
}
