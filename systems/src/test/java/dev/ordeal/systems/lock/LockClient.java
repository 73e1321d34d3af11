package dev.ordeal.systems.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.world.World;
import dev.ordeal.systems.world.WorldClient;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client of a lock at one node of a world; its name is also the owner. */
final class LockClient extends WorldClient {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  LockClient(World world, String name, String node) {
    super(world, name, node, PATIENCE);
  }

  Map<String, @Nullable Object> acquire() {
    return ask("type", "acquire", "owner", name());
  }

  long mustAcquire() {
    Map<String, @Nullable Object> answer = acquire();
    assertThat(answer).containsEntry("type", "acquire_ok");
    return Bodies.number(answer, "token");
  }

  Map<String, @Nullable Object> release(long token) {
    return ask("type", "release", "owner", name(), "token", token);
  }

  Map<String, @Nullable Object> write(long token, Object value) {
    return ask("type", "write", "owner", name(), "token", token, "value", value);
  }

  long sendWrite(long token, Object value) {
    return send("type", "write", "owner", name(), "token", token, "value", value);
  }

  Map<String, @Nullable Object> read() {
    return ask("type", "read");
  }
}
