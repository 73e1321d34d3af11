package dev.ordeal.systems.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client of a lock at one node of a world; its name is also the owner. */
final class LockClient {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration GLANCE = Duration.ofMillis(1);

  private final World world;
  private final String name;
  private final String node;
  private long lastId;

  LockClient(World world, String name, String node) {
    this.world = world;
    this.name = name;
    this.node = node;
  }

  /** Sends a request and does not wait; {@link #answer} has the answer later. */
  long send(@Nullable Object... namesAndValues) {
    long id = ++lastId;
    Map<String, @Nullable Object> body = Bodies.with(Bodies.of(namesAndValues), "msg_id", id);
    world.request(name, node, body);
    return id;
  }

  Optional<Map<String, @Nullable Object>> answer(long id) {
    return world.inbox(name).stream()
        .filter(body -> Long.valueOf(id).equals(body.get("in_reply_to")))
        .findFirst();
  }

  /** Sends a request and runs the world until it is answered. */
  Map<String, @Nullable Object> ask(@Nullable Object... namesAndValues) {
    long id = send(namesAndValues);
    long end = world.now() + PATIENCE.toNanos();
    while (answer(id).isEmpty() && world.now() < end) {
      world.run(GLANCE);
    }
    return answer(id).orElseThrow(() -> new AssertionError(node + " never answered " + name));
  }

  Map<String, @Nullable Object> acquire() {
    return ask("type", "acquire", "owner", name);
  }

  long mustAcquire() {
    Map<String, @Nullable Object> answer = acquire();
    assertThat(answer).containsEntry("type", "acquire_ok");
    return Bodies.number(answer, "token");
  }

  Map<String, @Nullable Object> release(long token) {
    return ask("type", "release", "owner", name, "token", token);
  }

  Map<String, @Nullable Object> write(long token, Object value) {
    return ask("type", "write", "owner", name, "token", token, "value", value);
  }

  long sendWrite(long token, Object value) {
    return send("type", "write", "owner", name, "token", token, "value", value);
  }

  Map<String, @Nullable Object> read() {
    return ask("type", "read");
  }
}
