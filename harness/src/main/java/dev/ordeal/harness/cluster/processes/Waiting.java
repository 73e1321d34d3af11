package dev.ordeal.harness.cluster.processes;

import java.util.concurrent.TimeUnit;

/**
 * Waits that an interrupt does not cut short: clusters must be healed and closed after one, too.
 */
final class Waiting {
  private static final int POLL_MILLIS = 50;

  private Waiting() {}

  /** A wait of at most some time, that says whether what it waits for has come. */
  interface Wait {
    boolean await(long time, TimeUnit unit) throws InterruptedException;
  }

  /** Waits, and keeps the thread's interrupt for later. */
  static boolean uninterruptibly(long nanos, Wait wait) {
    long deadline = System.nanoTime() + nanos;
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return wait.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException early) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A moment. */
  static void pause() {
    uninterruptibly(
        TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS),
        (time, unit) -> {
          unit.sleep(time);
          return true;
        });
  }
}
