package dev.ordeal.systems.commit;

import java.util.List;

/**
 * Which node keeps which key: the hash of the key, modulo the number of shards. Hashes are those of
 * Java's strings and longs, so neighbouring integers, and neighbouring letters, live apart.
 */
record Shards(List<String> nodes) {

  String of(Object key) {
    return nodes.get(Math.floorMod(key.hashCode(), nodes.size()));
  }
}
