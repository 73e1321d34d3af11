package dev.ordeal.systems.lock;

import dev.ordeal.systems.port.NodeProgram;
import dev.ordeal.systems.service.Family;
import dev.ordeal.systems.service.Options;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The locks by name. Options, in milliseconds: {@code lease-ms} (500), {@code timeout-ms} (1000:
 * how long a node tries to serve a request), {@code retry-ms} (40: how long a node waits for the
 * majority that it asked before it asks all).
 */
public final class Locks implements Family {

  @Override
  public List<String> names() {
    return List.of("lock-local", "lock-lease", "lock-wall", "lock-fenced");
  }

  @Override
  public Supplier<NodeProgram> programs(String name, Options options) {
    Duration lease = options.millis("lease-ms", 500);
    Duration timeout = options.millis("timeout-ms", 1_000);
    Duration retry = options.millis("retry-ms", 40);
    return switch (name) {
      case "lock-local" -> () -> new LocalLock(timeout);
      case "lock-lease" -> () -> new LeaseLock(lease, timeout);
      case "lock-wall" -> () -> LeaseLock.byWallClock(lease, timeout);
      case "lock-fenced" -> () -> new FencedLock(lease, timeout, retry);
      default -> throw new IllegalArgumentException("no lock is called " + name);
    };
  }
}
