package dev.ordeal.systems.lock;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.WriteAhead;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A resource that trusts the lock: it takes every write, whatever its token. Durable before it
 * answers, so that a missing check is the only thing wrong with it.
 */
final class Resource {
  private static final String RECORD = "resource";

  private final WriteAhead storage;
  private Map<String, @Nullable Object> content;

  Resource(WriteAhead storage) {
    this.storage = storage;
    this.content = storage.read(RECORD).orElseGet(() -> Bodies.of("token", 0L, "value", null));
  }

  void write(long token, @Nullable Object value, Consumer<Map<String, @Nullable Object>> answer) {
    content = Bodies.of("token", token, "value", value);
    storage.write(RECORD, content);
    storage.whenDurable(() -> answer.accept(LockNode.WRITTEN));
  }

  void read(Consumer<Map<String, @Nullable Object>> answer) {
    Map<String, @Nullable Object> seen = content;
    storage.whenDurable(
        () ->
            answer.accept(
                Bodies.of(
                    "type", "read_ok", "token", seen.get("token"), "value", seen.get("value"))));
  }
}
