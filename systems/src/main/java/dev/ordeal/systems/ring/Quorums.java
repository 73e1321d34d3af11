package dev.ordeal.systems.ring;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The quorums of one key in one view: a majority of its replicas; while its replicas change, a
 * majority of the old ones and a majority of the new ones, both (joint quorums).
 *
 * @param groups the replicas; the old ones too if they differ
 */
record Quorums(List<List<String>> groups) {

  /** The quorums of a key. */
  static Quorums of(List<String> replicas, List<String> before) {
    return Set.copyOf(replicas).equals(Set.copyOf(before))
        ? new Quorums(List.of(replicas))
        : new Quorums(List.of(replicas, before));
  }

  /** Whether the replicas change. */
  boolean isJoint() {
    return groups.size() > 1;
  }

  /** All that may be asked. */
  Set<String> nodes() {
    var nodes = new LinkedHashSet<String>();
    groups.forEach(nodes::addAll);
    return nodes;
  }

  /** Whether these nodes are a quorum. */
  boolean reached(Set<String> nodes) {
    return groups.stream().allMatch(group -> isMajority(group, nodes));
  }

  static boolean isMajority(List<String> group, Set<String> nodes) {
    return group.stream().filter(nodes::contains).count() > group.size() / 2;
  }

  /** Whether there is a quorum without these nodes. */
  boolean reachableWithout(Set<String> nodes) {
    var others = nodes();
    others.removeAll(nodes);
    return reached(others);
  }
}
