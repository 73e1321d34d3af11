package dev.ordeal.checkers;

import dev.ordeal.checkers.Recovery.Latency;
import dev.ordeal.checkers.Recovery.Load;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.Optional;

/** Counts a load of operations. */
final class LoadCount {
  private final Longs latencies = new Longs();
  private long operations;

  /** An operation, by the position of its invocation. */
  void add(History history, int invocation) {
    operations++;
    int end = history.partner(invocation);
    if (end >= 0 && history.type(end) == Op.Type.OK) {
      latencies.add(history.time(end) - history.time(invocation));
    }
  }

  Load load() {
    if (latencies.size() == 0) {
      return new Load(operations, 0, Optional.empty());
    }
    long[] sorted = latencies.sorted();
    var latency =
        new Latency(rank(sorted, 50), rank(sorted, 95), rank(sorted, 99), rank(sorted, 100));
    return new Load(operations, sorted.length, Optional.of(latency));
  }

  /** The least that so many percent do not exceed. */
  private static Duration rank(long[] sorted, int percent) {
    long rank = (sorted.length * (long) percent + 99) / 100;
    return Duration.ofNanos(sorted[(int) Math.max(0, rank - 1)]);
  }
}
