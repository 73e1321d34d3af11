package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.VirtualTime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits for what a system does in its own time. */
final class Patience {
  private static final Duration LOOK = Duration.ofMillis(10);

  private Patience() {}

  /** Lets time pass until this holds; whether it did, within so long. */
  static boolean until(Cluster cluster, Duration most, BooleanSupplier holds)
      throws InterruptedException {
    var virtual = cluster.capability(VirtualTime.class).orElse(null);
    long end = now(virtual) + most.toNanos();
    while (!holds.getAsBoolean()) {
      if (now(virtual) >= end) {
        return false;
      }
      pass(virtual);
    }
    return true;
  }

  private static long now(@Nullable VirtualTime virtual) {
    return virtual == null ? System.nanoTime() : virtual.now();
  }

  /** The nemesis is no event of the simulation, so what is to happen may happen meanwhile. */
  private static void pass(@Nullable VirtualTime virtual) throws InterruptedException {
    if (virtual == null) {
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      return;
    }
    long limit = virtual.now() + LOOK.toNanos();
    while (virtual.now() < limit && virtual.runNext(limit)) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted in virtual time");
      }
    }
  }
}
