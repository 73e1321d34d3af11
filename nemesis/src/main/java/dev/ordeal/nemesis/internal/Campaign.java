package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.VirtualTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a fault goes on doing while it is in force, step after step, without keeping the nemesis: in
 * virtual time each step is an event of the simulation, so that the same seed gives the same run;
 * else the steps are taken by a thread of their own.
 */
final class Campaign {
  private static final int FAILURES_MAX = 5;
  private static final Duration AGAIN = Duration.ofMillis(100);

  private final Cluster cluster;
  private final String name;
  private final Step step;
  private boolean stopped;
  private boolean stepping;
  private int failures;
  private @Nullable Exception failure;

  /** One step of a campaign. */
  interface Step {
    /** Takes it; answers how long after it the next one comes, if one does. */
    Optional<Duration> take() throws Exception;
  }

  Campaign(Cluster cluster, String name, Step step) {
    this.cluster = cluster;
    this.name = name;
    this.step = step;
  }

  /** Takes the first step after a time, on no account before this returns. */
  void begin(Duration first) {
    var time = cluster.capability(VirtualTime.class);
    if (time.isPresent()) {
      schedule(time.get(), first);
      return;
    }
    var thread = new Thread(() -> march(first), "ordeal-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void schedule(VirtualTime time, Duration delay) {
    time.at(time.now() + delay.toNanos(), () -> next().ifPresent(pause -> schedule(time, pause)));
  }

  private void march(Duration first) {
    for (var pause = Optional.of(first); pause.isPresent() && waited(pause.get()); ) {
      pause = next();
    }
  }

  /** Whether the time passed and nobody stopped it. */
  private synchronized boolean waited(Duration pause) {
    long deadline = System.nanoTime() + pause.toNanos();
    try {
      for (long left; !stopped && (left = deadline - System.nanoTime()) > 0; ) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException end) {
      return false;
    }
    return !stopped;
  }

  /** One that fails is tried again, since another fault may be in its way; but not for ever. */
  private Optional<Duration> next() {
    synchronized (this) {
      if (stopped) {
        return Optional.empty();
      }
      stepping = true;
    }
    try {
      var pause = step.take();
      failed(null);
      return pause;
    } catch (Exception failed) {
      return failed(failed) < FAILURES_MAX ? Optional.of(AGAIN) : Optional.empty();
    } finally {
      synchronized (this) {
        stepping = false;
        notifyAll();
      }
    }
  }

  private synchronized int failed(@Nullable Exception why) {
    failure = why;
    failures = why == null ? 0 : failures + 1;
    return failures;
  }

  /**
   * No step is taken any more when this returns; one that is being taken is waited for, and is
   * bounded by what the cluster bounds.
   */
  synchronized void stop() {
    stopped = true;
    notifyAll();
    boolean interrupted = false;
    while (stepping) {
      try {
        wait();
      } catch (InterruptedException early) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** In words, why it gave up, if it did. */
  synchronized Optional<String> givenUp() {
    return failures < FAILURES_MAX ? Optional.empty() : Optional.of(String.valueOf(failure));
  }
}
