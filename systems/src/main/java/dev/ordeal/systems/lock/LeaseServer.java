package dev.ordeal.systems.lock;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.ErrorCode;
import dev.ordeal.systems.port.WriteAhead;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one lock server of {@link LeaseLock}: it grants the lock for a time, and gives it to the next
 * who asks once that time has passed on its own clock.
 *
 * <p>Grants are durable before they are told, so tokens grow across restarts; after a restart a
 * lease that was running starts anew.
 */
final class LeaseServer {
  private static final String RECORD = "lock";

  private final WriteAhead storage;
  private final Resource resource;
  private final LongSupplier clock;
  private final long leaseNanos;
  private long token;
  private @Nullable String owner;
  private long leaseEnd;

  /**
   * A server of it.
   *
   * @param clock what the leases are measured by, in nanoseconds
   */
  LeaseServer(WriteAhead storage, Duration lease, LongSupplier clock) {
    this.clock = clock;
    this.storage = storage;
    this.resource = new Resource(storage);
    this.leaseNanos = lease.toNanos();
    storage
        .read(RECORD)
        .ifPresent(
            saved -> {
              token = Bodies.number(saved, "token");
              owner = Bodies.textOrNull(saved, "owner");
              leaseEnd = clock.getAsLong() + leaseNanos;
            });
  }

  void serve(Map<String, @Nullable Object> call, Consumer<Map<String, @Nullable Object>> answer) {
    switch (Bodies.type(call)) {
      case "acquire" -> acquire(Bodies.text(call, "owner"), answer);
      case "release" -> release(Bodies.text(call, "owner"), Bodies.number(call, "token"), answer);
      case "write" -> resource.write(Bodies.number(call, "token"), call.get("value"), answer);
      case "read" -> resource.read(answer);
      default -> answer.accept(ErrorCode.NOT_SUPPORTED.body("the lock server does not know that"));
    }
  }

  private void acquire(String asking, Consumer<Map<String, @Nullable Object>> answer) {
    if (owner != null && clock.getAsLong() - leaseEnd < 0) {
      answer.accept(LockNode.held(owner));
      return;
    }
    token++;
    owner = asking;
    leaseEnd = clock.getAsLong() + leaseNanos;
    save();
    Map<String, @Nullable Object> granted = LockNode.acquired(token);
    storage.whenDurable(() -> answer.accept(granted));
  }

  private void release(String asking, long with, Consumer<Map<String, @Nullable Object>> answer) {
    if (!asking.equals(owner) || with != token) {
      answer.accept(LockNode.notTheHolder());
      return;
    }
    owner = null;
    save();
    storage.whenDurable(() -> answer.accept(LockNode.RELEASED));
  }

  private void save() {
    storage.write(RECORD, Bodies.of("token", token, "owner", owner));
  }
}
