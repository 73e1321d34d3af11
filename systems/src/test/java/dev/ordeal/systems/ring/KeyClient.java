package dev.ordeal.systems.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.world.World;
import dev.ordeal.systems.world.WorldClient;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client of a ring at one node of a world. */
final class KeyClient extends WorldClient {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  KeyClient(World world, String name, String node) {
    super(world, name, node, PATIENCE);
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
      world().run(Duration.ofMillis(10));
    }
    throw new AssertionError("the ring does not settle: " + members());
  }
}
