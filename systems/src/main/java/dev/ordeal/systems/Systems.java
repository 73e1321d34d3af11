package dev.ordeal.systems;

import dev.ordeal.systems.lock.FencedLock;
import dev.ordeal.systems.lock.LeaseLock;
import dev.ordeal.systems.lock.LocalLock;
import dev.ordeal.systems.port.NodeProgram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The systems under test by name. */
public final class Systems {
  private static final List<String> NAMES =
      List.of("lock-local", "lock-lease", "lock-wall", "lock-fenced");

  private Systems() {}

  /** The names of all systems. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * What makes the nodes of a system: a fresh program for every start of a node.
   *
   * @param name one of {@link #names}
   * @param options by name, all in milliseconds: {@code lease-ms} (500), {@code timeout-ms} (1000:
   *     how long a node tries to serve a request), {@code retry-ms} (40: how long a node waits for
   *     the majority that it asked before it asks all)
   * @throws IllegalArgumentException if there is no such system or option
   */
  public static Supplier<NodeProgram> named(String name, Map<String, String> options) {
    var left = new TreeMap<>(options);
    Duration lease = millis(left, "lease-ms", 500);
    Duration timeout = millis(left, "timeout-ms", 1_000);
    Duration retry = millis(left, "retry-ms", 40);
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "no option is called "
              + left.firstKey()
              + "; a lock has lease-ms, timeout-ms and retry-ms");
    }
    return switch (name) {
      case "lock-local" -> () -> new LocalLock(timeout);
      case "lock-lease" -> () -> new LeaseLock(lease, timeout);
      case "lock-wall" -> () -> LeaseLock.byWallClock(lease, timeout);
      case "lock-fenced" -> () -> new FencedLock(lease, timeout, retry);
      default ->
          throw new IllegalArgumentException(
              "no system is called " + name + "; there are " + String.join(", ", NAMES));
    };
  }

  private static Duration millis(Map<String, String> options, String name, long otherwise) {
    String text = options.remove(name);
    if (text == null) {
      return Duration.ofMillis(otherwise);
    }
    try {
      long millis = Long.parseLong(text);
      if (millis > 0) {
        return Duration.ofMillis(millis);
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for both mistakes.
    }
    throw new IllegalArgumentException(
        "the option " + name + " is " + text + ", not a positive number of milliseconds");
  }
}
