package dev.ordeal.harness.cluster.disks.fuse;

import java.time.Duration;

/** What is wrong with a volume now. */
final class Faults {
  private boolean full;
  private boolean failSync;
  private Duration syncDelay = Duration.ZERO;

  boolean full() {
    return full;
  }

  void full(boolean on) {
    full = on;
  }

  boolean failSync() {
    return failSync;
  }

  void failSync(boolean on) {
    failSync = on;
  }

  Duration syncDelay() {
    return syncDelay;
  }

  void syncDelay(Duration delay) {
    syncDelay = delay;
  }

  void heal() {
    full = false;
    failSync = false;
    syncDelay = Duration.ZERO;
  }
}
