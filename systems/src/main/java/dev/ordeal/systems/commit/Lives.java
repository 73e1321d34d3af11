package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.WriteAhead;
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
  private static final String RECORD = "life";

  private final Map<String, Long> known = new HashMap<>();

  /** Begins another life: it is this node's once the record is durable. */
  static long begin(WriteAhead storage) {
    long life = storage.read(RECORD).map(saved -> Bodies.number(saved, "number")).orElse(0L) + 1;
    storage.write(RECORD, Bodies.of("number", life));
    return life;
  }

  void learn(String node, long life) {
    known.merge(node, life, Math::max);
  }

  /** The last known life of a node; 0, which no node lives, if it never said one. */
  long of(String node) {
    return known.getOrDefault(node, 0L);
  }
}
