package dev.ordeal.results.run;

import dev.ordeal.results.run.Phase.Times;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts times in buckets that are at most 1/128 of their time wide, so that what it holds does not
 * grow with how many there are: below 128 ns one for each, then 128 for each doubling.
 */
final class TimeTally {
  private static final int BITS = 7;
  private static final int WIDTH = 1 << BITS;

  private final TreeMap<Integer, Long> counts = new TreeMap<>();
  private long count;
  private long max;

  void add(long nanos) {
    counts.merge(bucket(nanos), 1L, Long::sum);
    count++;
    max = Math.max(max, nanos);
  }

  Times times() {
    return new Times(count, quantile(50), quantile(99), Duration.ofNanos(max));
  }

  /** By nearest rank: the least bucket below whose end that share of the times lies. */
  private Duration quantile(int percent) {
    long rank = Math.max(1, (count * percent + 99) / 100);
    long seen = 0;
    for (Map.Entry<Integer, Long> bucket : counts.entrySet()) {
      seen += bucket.getValue();
      if (seen >= rank) {
        return Duration.ofNanos(Math.min(max, last(bucket.getKey())));
      }
    }
    return Duration.ofNanos(max);
  }

  private static int bucket(long nanos) {
    int doublings = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos | 1) - BITS);
    return doublings * WIDTH + (int) (nanos >> doublings);
  }

  /** The longest time of a bucket. */
  private static long last(int bucket) {
    int doublings = Math.max(0, bucket / WIDTH - 1);
    return ((long) (bucket - doublings * WIDTH) + 1 << doublings) - 1;
  }
}
