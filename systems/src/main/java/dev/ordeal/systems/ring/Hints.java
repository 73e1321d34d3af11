package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.WriteAhead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What this node keeps for others that were not reached (Dynamo, section 4.6, hinted handoff):
 * values with a hint for which replica they were meant. They are as durable as its own.
 */
final class Hints {
  private final KeyStore store;

  /** By key, the number of hints: reads need to know without a search whether there is any. */
  private final Map<String, Integer> kept = new TreeMap<>();

  /** A value kept for somebody. */
  record Hint(String name, String meantFor, String key, Stamped stamped) {}

  Hints(WriteAhead storage) {
    store = new KeyStore(storage, "hint");
    store.keys().forEach(name -> kept.merge(hint(name).key(), 1, Integer::sum));
  }

  private static String name(String meantFor, String key) {
    return meantFor + " " + key;
  }

  private Hint hint(String name) {
    int space = name.indexOf(' ');
    Map<String, @Nullable Object> record = store.get(name);
    return new Hint(name, name.substring(0, space), name.substring(space + 1), Stamped.of(record));
  }

  /** Keeps a value for a replica, unless it has a newer one for it. */
  void keep(String meantFor, String key, Stamped stamped) {
    String name = name(meantFor, key);
    Map<String, @Nullable Object> record = store.get(name);
    if (record == null) {
      kept.merge(key, 1, Integer::sum);
    }
    if (stamped.newerThan(Stamped.of(record))) {
      store.put(
          name,
          Bodies.of("number", stamped.number(), "by", stamped.by(), "value", stamped.value()));
    }
  }

  /** Drops a hint that was delivered, unless a newer value took its place meanwhile. */
  void delivered(Hint hint) {
    if (hint.stamped.equals(Stamped.of(store.get(hint.name)))) {
      store.remove(hint.name);
      kept.computeIfPresent(hint.key, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  /** The newest value of a key that is kept for anybody. */
  Stamped newest(String key, List<String> nodes) {
    Stamped newest = Stamped.NONE;
    if (kept.containsKey(key)) {
      for (String node : nodes) {
        Stamped found = Stamped.of(store.get(name(node, key)));
        newest = found.newerThan(newest) ? found : newest;
      }
    }
    return newest;
  }

  /** Some hints for a node. */
  List<Hint> of(String meantFor, int most) {
    var hints = new ArrayList<Hint>();
    String prefix = name(meantFor, "");
    for (String name : store.keys().tailSet(prefix, false)) {
      if (!name.startsWith(prefix) || hints.size() == most) {
        break;
      }
      hints.add(hint(name));
    }
    return hints;
  }

  boolean isEmpty() {
    return store.keys().isEmpty();
  }
}
