package dev.ordeal.harness.cluster.processes;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a node run for a share of every tenth of a second, and stand for the rest of it, as
 * cpulimit(1) does: it needs no privilege, and no cgroup of either version. A node that is paused
 * beside that stays so; one that is started again is starved from its first moment.
 */
final class DutyCycle implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(100);

  private final NodeProcess process;
  private final SignalShell shell = new SignalShell();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final long runNanos;
  private final Thread thread;

  /**
   * Begins.
   *
   * @param share of the time, in which it may run; more than 0 and less than 1
   */
  DutyCycle(NodeProcess process, String name, double share) {
    this.process = process;
    this.runNanos = (long) (share * PERIOD.toNanos());
    thread = new Thread(this::cycle, "ordeal-starve-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void cycle() {
    try {
      do {
        process.beat(shell, false);
        if (ended.await(PERIOD.toNanos() - runNanos, TimeUnit.NANOSECONDS)) {
          return;
        }
        process.beat(shell, true);
      } while (!ended.await(runNanos, TimeUnit.NANOSECONDS));
    } catch (InterruptedException | RuntimeException end) {
      // Who starves it lets it run when it closes this, and tells if that fails.
      return;
    }
  }

  /** Ends it; the node may stand still, and is for the caller to let run. Idempotent. */
  @Override
  public void close() {
    ended.countDown();
    Waiting.uninterruptibly(
        TimeUnit.SECONDS.toNanos(10),
        (time, unit) -> {
          unit.timedJoin(thread, Math.max(1, time));
          return !thread.isAlive();
        });
    shell.close();
  }
}
