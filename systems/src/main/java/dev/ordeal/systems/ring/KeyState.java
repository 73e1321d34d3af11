package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a key holds in {@link AtomicRing}.
 *
 * @param version how many changes made it
 * @param value null if none was made
 * @param changes the numbers of the last of these changes, the latest first, at most eight: by them
 *     a coordinator knows whether its own is in, whoever carried it on
 */
record KeyState(long version, @Nullable Object value, List<Long> changes) {
  private static final int REMEMBERED = 8;

  /** Of a key never written. */
  static final KeyState NONE = new KeyState(0, null, List.of());

  /** The state after one more change. */
  KeyState next(long change, Object value) {
    var last = new ArrayList<Long>();
    last.add(change);
    last.addAll(changes.subList(0, Math.min(changes.size(), REMEMBERED - 1)));
    return new KeyState(version + 1, value, List.copyOf(last));
  }

  /** Whether a change is known to be in. */
  boolean includes(long change) {
    return changes.contains(change);
  }

  /** Whether it cannot be told if a change is in that would have made this version or a later. */
  boolean forgot(long versionOfChange) {
    long oldestKnown = version - changes.size() + 1;
    return version >= versionOfChange && oldestKnown > versionOfChange;
  }

  Map<String, @Nullable Object> body() {
    return Bodies.of("version", version, "value", value, "changes", changes);
  }

  static KeyState of(Map<String, @Nullable Object> body) {
    return new KeyState(
        Bodies.number(body, "version"), body.get("value"), Bodies.numbers(body, "changes"));
  }
}
