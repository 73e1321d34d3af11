package dev.ordeal.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.List;

/**
 * How much memory some work takes beyond what was there after a full collection just before.
 *
 * <p>{@link #bytesOf} is an upper bound: the sum of the peaks of the heap's pools. The pools do not
 * peak at the same moment, and garbage counts until it is collected, as it does in the resident
 * size of any process; so the figure depends on the collector, and on how much it is allowed.
 * {@link #liveBytesOf} is what the work holds on to, seen by collecting again and again while it
 * runs: a lower bound, as a short peak may fall between two collections. The smallest {@code -Xmx}
 * under which the work ends lies between them.
 */
final class Peak {
  private static final List<MemoryPoolMXBean> HEAP =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();

  private Peak() {}

  /** The bytes that this work takes at most, beyond what was there. */
  static long bytesOf(Runnable work) {
    collect();
    long before = HEAP.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    HEAP.forEach(MemoryPoolMXBean::resetPeakUsage);
    work.run();
    return HEAP.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() - before;
  }

  /**
   * The most bytes that are seen to be reachable while this work runs, beyond what was there.
   *
   * @param every the time from one collection to the next
   */
  static long liveBytesOf(Runnable work, Duration every) {
    long before = retainedBytes();
    var running = new Thread(work, "measured");
    running.start();
    long most = 0;
    try {
      while (running.isAlive()) {
        running.join(Math.max(1, every.toMillis()));
        System.gc();
        most = Math.max(most, HEAP.stream().mapToLong(Peak::reachable).sum());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return Math.max(0, most - before);
  }

  /** What a pool held after the last collection. */
  private static long reachable(MemoryPoolMXBean pool) {
    MemoryUsage collected = pool.getCollectionUsage();
    return collected == null ? pool.getUsage().getUsed() : collected.getUsed();
  }

  /** The bytes of the heap that are in use after a full collection. */
  static long retainedBytes() {
    collect();
    return HEAP.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
  }

  private static void collect() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
  }
}
