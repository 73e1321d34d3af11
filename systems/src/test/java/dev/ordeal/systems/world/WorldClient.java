package dev.ordeal.systems.world;

import dev.ordeal.systems.port.Bodies;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client of one node of a world: what it asks for it can wait for, or not. */
public abstract class WorldClient {
  private static final Duration GLANCE = Duration.ofMillis(1);

  private final World world;
  private final String name;
  private final String node;
  private final Duration patience;
  private final Map<Long, Map<String, @Nullable Object>> answers = new HashMap<>();
  private int read;
  private long lastId;

  /**
   * A client that has asked for nothing yet.
   *
   * @param patience how long it waits for an answer
   */
  protected WorldClient(World world, String name, String node, Duration patience) {
    this.world = world;
    this.name = name;
    this.node = node;
    this.patience = patience;
  }

  protected final World world() {
    return world;
  }

  protected final String name() {
    return name;
  }

  /** Sends a request and does not wait; {@link #answer} has the answer later. */
  public final long send(@Nullable Object... namesAndValues) {
    long id = ++lastId;
    world.request(name, node, Bodies.with(Bodies.of(namesAndValues), "msg_id", id));
    return id;
  }

  /** The first answer to a request, if there is one by now. */
  public final Optional<Map<String, @Nullable Object>> answer(long id) {
    List<Map<String, @Nullable Object>> inbox = world.inbox(name);
    for (; read < inbox.size(); read++) {
      if (inbox.get(read).get("in_reply_to") instanceof Long asked) {
        answers.putIfAbsent(asked, inbox.get(read));
      }
    }
    return Optional.ofNullable(answers.get(id));
  }

  /** Runs the world until a request is answered. */
  public final Map<String, @Nullable Object> await(long id) {
    long end = world.now() + patience.toNanos();
    while (answer(id).isEmpty() && world.now() < end) {
      world.run(GLANCE);
    }
    return answer(id).orElseThrow(() -> new AssertionError(node + " never answered " + name));
  }

  /** Sends a request and runs the world until it is answered. */
  public final Map<String, @Nullable Object> ask(@Nullable Object... namesAndValues) {
    return await(send(namesAndValues));
  }
}
