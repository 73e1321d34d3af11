package dev.ordeal.checkers;

import dev.ordeal.history.History;
import java.util.Arrays;
import java.util.List;

/**
 * The times in which faults are in force, and a clock that stands still in them; in nanoseconds.
 */
final class Storms {
  private final long[] from;
  private final long[] to;

  /** Per storm: how long all storms before it took. */
  private final long[] before;

  private int storms;

  /** The storms are what the injections, in the order of their beginnings, cover together. */
  Storms(History history, List<Injection> injections) {
    from = new long[injections.size()];
    to = new long[injections.size()];
    before = new long[injections.size()];
    for (Injection fault : injections) {
      long begin = history.time(fault.begin());
      long end = fault.isHealed() ? history.time(fault.end()) : Long.MAX_VALUE;
      if (storms > 0 && begin <= to[storms - 1]) {
        to[storms - 1] = Math.max(to[storms - 1], end);
      } else {
        int last = storms - 1;
        before[storms] = last < 0 ? 0 : before[last] + (to[last] - from[last]);
        from[storms] = begin;
        to[storms++] = end;
      }
    }
  }

  /** Whether something that lasted from here to there met one; an end that touches one does. */
  boolean meet(long begin, long end) {
    int found = Arrays.binarySearch(from, 0, storms, end);
    int storm = found >= 0 ? found : -found - 2;
    return storm >= 0 && to[storm] >= begin;
  }

  /** How much calm there was until this time. */
  long calmUntil(long time) {
    int found = Arrays.binarySearch(from, 0, storms, time);
    int storm = found >= 0 ? found : -found - 2;
    return storm < 0 ? time : time - before[storm] - (Math.min(time, to[storm]) - from[storm]);
  }
}
