package dev.ordeal.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/**
 * How much memory some work takes beyond what was there: the sum of the peaks of the heap's pools
 * while it runs, less what they held after a full collection just before.
 *
 * <p>It is an upper bound. The pools do not peak at the same moment, and garbage counts until it is
 * collected, as it does in the resident size of any process. So the figure depends on the
 * collector: {@code -XX:+UseSerialGC -Xmn64m} keeps at most some 64 MB of young garbage, and the
 * smallest {@code -Xmx} under which the work ends is the tightest bound.
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
