package dev.ordeal.harness;

import dev.ordeal.harness.interpreter.Progress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts a trial in virtual time that stands still: one thread does everything there, so that a
 * client that blocks, or a clock that does not move, would hold it for ever.
 */
final class HangGuard implements AutoCloseable {
  private static final long LOOKS = 20;
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Thread guarded;
  private final Duration patience;
  private final Supplier<Progress> progress;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "ordeal-hang-guard");
  private volatile @Nullable String found;

  private HangGuard(Thread guarded, Duration patience, Supplier<Progress> progress) {
    this.guarded = guarded;
    this.patience = patience;
    this.progress = progress;
  }

  /** For the thread that calls this; it watches nobody before it is told to. */
  static HangGuard over(Duration patience, Supplier<Progress> progress) {
    return new HangGuard(Thread.currentThread(), patience, progress);
  }

  /** Begins to watch. */
  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    long look = Math.min(MOST_NANOS, Math.max(1, patience.toNanos() / LOOKS));
    var last = progress.get();
    long since = System.nanoTime();
    try {
      while (!closed.await(look, TimeUnit.NANOSECONDS)) {
        var now = progress.get();
        if (found == null && !now.equals(last)) {
          last = now;
          since = System.nanoTime();
        } else if (System.nanoTime() - since > patience.toNanos()) {
          interrupt();
        }
      }
    } catch (InterruptedException never) {
      // Nobody interrupts it; the end is the same.
    }
  }

  /** Again and again: who swallows an interrupt and blocks once more is interrupted once more. */
  private synchronized void interrupt() {
    if (closed.getCount() == 0) {
      return;
    }
    if (found == null) {
      found = Bounded.place(guarded);
    }
    guarded.interrupt();
  }

  /** Ends it; afterwards it interrupts nobody. */
  @Override
  public synchronized void close() {
    closed.countDown();
    if (found != null) {
      // An interrupt that nobody has taken yet was this one's.
      Thread.interrupted();
    }
  }

  /**
   * Goes on only if the trial does not hang.
   *
   * @throws IllegalStateException if it was found to, before this was closed
   */
  void check() {
    if (found != null && closed.getCount() > 0) {
      throw hang();
    }
  }

  /** Whether it has found the trial to stand still. */
  boolean hasFired() {
    return found != null;
  }

  /** What interrupted the trial: this, or somebody else. */
  RuntimeException explained(InterruptedException interrupt) throws InterruptedException {
    if (found == null) {
      throw interrupt;
    }
    return hang();
  }

  private IllegalStateException hang() {
    return new IllegalStateException(
        "the trial stood still for "
            + Bounded.text(patience)
            + " in "
            + found
            + ": in virtual time one thread does everything, so a client must not block (be an"
            + " AsyncClient) and the cluster's clock must move; or allow it more by"
            + " Trial.patience");
  }
}
