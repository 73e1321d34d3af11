package dev.ordeal.results.run;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A phase of the nodes' work, such as prepare or recovery, and how long it took, as their logs say.
 *
 * @param name as the nodes name it
 * @param all what all nodes took together
 * @param nodes what each node took that went through it
 */
public record Phase(String name, Times all, SortedMap<String, Times> nodes) {

  /** Copies its parts. */
  public Phase {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
  }

  /**
   * How long it took, over all its times: median and p99 (nearest rank) to within 1 %.
   *
   * @param count how often it was gone through
   */
  public record Times(long count, Duration median, Duration p99, Duration max) {}
}
