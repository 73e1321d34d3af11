package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does something every few milliseconds, on the clock that the cluster lives by. */
final class Ticks {
  private static final Duration TICK = Duration.ofMillis(10);

  private Ticks() {}

  /** Begins now; run the answer to end it. */
  static Runnable of(Cluster cluster, Runnable look) {
    return cluster
        .capability(VirtualTime.class)
        .map(time -> virtual(time, look))
        .orElseGet(() -> real(look));
  }

  private static Runnable virtual(VirtualTime time, Runnable look) {
    var ended = new AtomicBoolean();
    time.at(time.now(), new Tick(time, look, ended));
    return () -> ended.set(true);
  }

  private record Tick(VirtualTime time, Runnable look, AtomicBoolean ended) implements Runnable {
    @Override
    public void run() {
      if (!ended.get()) {
        look.run();
        time.at(time.now() + TICK.toNanos(), this);
      }
    }
  }

  /** Who leads may be asked over a network, so this has a thread of its own. */
  private static Runnable real(Runnable look) {
    var ended = new CountDownLatch(1);
    var thread =
        new Thread(
            () -> {
              try {
                do {
                  look.run();
                } while (!ended.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
              } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
              }
            },
            "ordeal-watch");
    thread.setDaemon(true);
    thread.start();
    return ended::countDown;
  }
}
