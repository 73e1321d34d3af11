package dev.ordeal.systems.ring;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The arcs of a ring that change hands when its members change. */
final class Arcs {

  private Arcs() {}

  /**
   * The groups of old replicas, one for each arc whose replicas are not the same on the new ring.
   *
   * <p>Both preference lists are constant between two neighbours among the tokens of both rings.
   */
  static Set<List<String>> oldGroups(HashRing before, HashRing after, int replicas) {
    var ends = new TreeSet<Long>();
    for (long token : before.tokens()) {
      ends.add(token);
    }
    for (long token : after.tokens()) {
      ends.add(token);
    }
    Set<List<String>> groups = new LinkedHashSet<>();
    for (long end : ends) {
      List<String> old = first(before.preference(end), replicas);
      if (!Set.copyOf(old).equals(Set.copyOf(first(after.preference(end), replicas)))) {
        groups.add(old);
      }
    }
    return groups;
  }

  private static List<String> first(List<String> preference, int count) {
    return preference.subList(0, Math.min(count, preference.size()));
  }
}
