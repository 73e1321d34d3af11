package dev.ordeal.systems.ring;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Which nodes a key belongs to. */
interface Placement {

  /** All members, in the order in which they are to take the key. */
  List<String> preference(String key);

  /** The nodes that keep a key: the first of its preference list. */
  default List<String> replicas(String key, int count) {
    List<String> all = preference(key);
    return all.subList(0, Math.min(count, all.size()));
  }

  /** What part of all keys each member is the first to take. */
  SortedMap<String, Double> owned();

  /** The tokens of each member; empty where there are none. */
  Map<String, List<Long>> points();
}
