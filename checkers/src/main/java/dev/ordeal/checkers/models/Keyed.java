package dev.ordeal.checkers.models;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * States that are maps from keys to what they hold, without the keys that hold what they first did.
 */
final class Keyed {
  private Keyed() {}

  /** The same state, but for one key that holds this now; null for what it held at first. */
  static <V> Map<Object, V> with(Map<Object, V> state, Object key, @Nullable V held) {
    if (state.isEmpty() || state.size() == 1 && state.containsKey(key)) {
      // Most states are of one key, once a history is checked key by key.
      return held == null ? Map.of() : Map.of(key, held);
    }
    var changed = new HashMap<>(state);
    if (held == null) {
      changed.remove(key);
    } else {
      changed.put(key, held);
    }
    return Collections.unmodifiableMap(changed);
  }
}
