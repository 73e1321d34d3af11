package dev.ordeal.systems.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client of a ring at one node of a world. */
final class KeyClient {
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration GLANCE = Duration.ofMillis(1);

  private final World world;
  private final String name;
  private final String node;
  private long lastId;
  private int read;

  KeyClient(World world, String name, String node) {
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
    List<Map<String, @Nullable Object>> inbox = world.inbox(name);
    for (; read < inbox.size(); read++) {
      if (Long.valueOf(id).equals(inbox.get(read).get("in_reply_to"))) {
        return Optional.of(inbox.get(read));
      }
    }
    return Optional.empty();
  }

  /** Sends a request and runs the world until it is answered. */
  Map<String, @Nullable Object> ask(@Nullable Object... namesAndValues) {
    long id = send(namesAndValues);
    long end = world.now() + PATIENCE.toNanos();
    while (world.now() < end) {
      world.run(GLANCE);
      Optional<Map<String, @Nullable Object>> answer = answer(id);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw new AssertionError(node + " never answered " + name);
  }

  Map<String, @Nullable Object> tryWrite(Object key, Object value) {
    return ask("type", "write", "key", key, "value", value);
  }

  void write(Object key, Object value) {
    assertThat(tryWrite(key, value)).containsEntry("type", "write_ok").containsEntry("key", key);
  }

  Map<String, @Nullable Object> tryRead(Object key) {
    return ask("type", "read", "key", key);
  }

  @Nullable Object read(Object key) {
    Map<String, @Nullable Object> answer = tryRead(key);
    assertThat(answer).containsEntry("type", "read_ok").containsEntry("key", key);
    return answer.get("value");
  }

  Map<String, @Nullable Object> cas(Object key, Object from, Object to) {
    return ask("type", "cas", "key", key, "from", from, "to", to);
  }

  Map<String, @Nullable Object> holds() {
    return ask("type", "holds");
  }

  void join(String node) {
    assertThat(ask("type", "join", "node", node)).containsEntry("type", "join_ok");
  }

  void leave(String node) {
    assertThat(ask("type", "leave", "node", node)).containsEntry("type", "leave_ok");
  }

  Map<String, @Nullable Object> members() {
    return ask("type", "members");
  }

  /** Runs the world until the keys have moved. */
  void awaitSettled() {
    for (int i = 0; i < 1_000; i++) {
      if (Boolean.TRUE.equals(members().get("settled"))) {
        return;
      }
      world.run(Duration.ofMillis(10));
    }
    throw new AssertionError("the ring does not settle: " + members());
  }
}
