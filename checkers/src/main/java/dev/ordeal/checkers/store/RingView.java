package dev.ordeal.checkers.store;

import dev.ordeal.history.Op;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one node believed of the ring when it answered {@code placement}.
 *
 * @param node who answered
 * @param version the version of its view
 * @param members the nodes that have keys
 * @param virtualNodes how many points on the ring each of them has; 0 if there is no ring
 * @param owners per key of a sample, which is the same for all views, the node that it lies at
 *     first
 * @param owned per node its share of the key space
 * @param op the answer
 */
record RingView(
    String node,
    long version,
    Set<String> members,
    long virtualNodes,
    List<?> owners,
    Map<String, Double> owned,
    Op op) {

  /** The view that an answer tells, if it tells as much. */
  static Optional<RingView> of(Op op) {
    if (!(op.value() instanceof Map<?, ?> answer)
        || !(answer.get("version") instanceof Long version)
        || !(answer.get("members") instanceof List<?> members)) {
      return Optional.empty();
    }
    var names = new TreeSet<String>();
    members.forEach(member -> names.add(String.valueOf(member)));
    long points = answer.get("virtual-nodes") instanceof Long number ? number : 0;
    List<?> owners = answer.get("owners") instanceof List<?> list ? list : List.of();
    String node = String.valueOf(answer.get("node"));
    return Optional.of(
        new RingView(node, version, names, points, owners, shares(answer.get("owned")), op));
  }

  private static Map<String, Double> shares(@Nullable Object owned) {
    var shares = new LinkedHashMap<String, Double>();
    if (owned instanceof Map<?, ?> map) {
      map.forEach(
          (node, share) -> {
            if (share instanceof Number number) {
              shares.put(String.valueOf(node), number.doubleValue());
            }
          });
    }
    return shares;
  }
}
