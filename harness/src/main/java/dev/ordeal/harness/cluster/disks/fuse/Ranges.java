package dev.ordeal.harness.cluster.disks.fuse;

import java.util.TreeMap;

/** A set of offsets, kept as ranges that do not touch; a range by its start gives its end. */
final class Ranges {
  private final TreeMap<Long, Long> ends = new TreeMap<>();

  /** Adds the offsets from a start up to an end, which is not among them. */
  void add(long from, long to) {
    long start = from;
    long end = to;
    for (var near = ends.floorEntry(end); near != null && near.getValue() >= start; ) {
      start = Math.min(start, near.getKey());
      end = Math.max(end, near.getValue());
      ends.remove(near.getKey());
      near = ends.floorEntry(end);
    }
    ends.put(start, end);
  }

  boolean contains(long offset) {
    var range = ends.floorEntry(offset);
    return range != null && offset < range.getValue();
  }

  boolean isEmpty() {
    return ends.isEmpty();
  }

  void clear() {
    ends.clear();
  }
}
