package dev.ordeal.systems.commit;

import java.util.HashMap;
import java.util.Map;

/**
 * In which of its lives each node is, as far as known here.
 *
 * <p>A request that must not be executed twice is addressed to one life of its receiver. In that
 * life the receiver remembers what it took; in any later one it refuses. So a copy that the network
 * held back over a restart does nothing, and no list of all that was ever done need be kept.
 */
final class Lives {
  private final Map<String, Long> known = new HashMap<>();

  void learn(String node, long life) {
    known.merge(node, life, Math::max);
  }

  /** The last known life of a node; 0, which no node lives, if it never said one. */
  long of(String node) {
    return known.getOrDefault(node, 0L);
  }
}
