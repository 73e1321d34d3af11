package dev.ordeal.systems.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client of transactions at one node of a world. */
final class TxnClient {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration GLANCE = Duration.ofMillis(1);

  private final World world;
  private final String name;
  private final String node;
  private long lastId;

  TxnClient(World world, String name, String node) {
    this.world = world;
    this.name = name;
    this.node = node;
  }

  static List<@Nullable Object> op(String f, Object key, @Nullable Object value) {
    return Collections.unmodifiableList(Arrays.asList(f, key, value));
  }

  static List<@Nullable Object> r(Object key) {
    return op("r", key, null);
  }

  static List<@Nullable Object> w(Object key, Object value) {
    return op("w", key, value);
  }

  static List<@Nullable Object> add(Object key, long value) {
    return op("add", key, value);
  }

  static List<@Nullable Object> append(Object key, long value) {
    return op("append", key, value);
  }

  /** Sends a request and does not wait; {@link #answer} has the answer later. */
  long send(@Nullable Object... namesAndValues) {
    long id = ++lastId;
    world.request(name, node, Bodies.with(Bodies.of(namesAndValues), "msg_id", id));
    return id;
  }

  long begin(List<?> ops) {
    return send("type", "txn", "ops", ops);
  }

  Optional<Map<String, @Nullable Object>> answer(long id) {
    return world.inbox(name).stream()
        .filter(body -> Long.valueOf(id).equals(body.get("in_reply_to")))
        .findFirst();
  }

  /** Runs the world until a request is answered. */
  Map<String, @Nullable Object> await(long id) {
    long end = world.now() + PATIENCE.toNanos();
    while (answer(id).isEmpty() && world.now() < end) {
      world.run(GLANCE);
    }
    return answer(id).orElseThrow(() -> new AssertionError(node + " never answered " + name));
  }

  /** Runs a transaction to its end. */
  Map<String, @Nullable Object> txn(List<?>... ops) {
    return await(begin(List.of(ops)));
  }

  /** Runs a transaction that must commit, and tells what its operations came to. */
  List<@Nullable Object> must(List<?>... ops) {
    Map<String, @Nullable Object> answer = txn(ops);
    assertThat(answer).containsEntry("type", "txn_ok");
    return values(answer);
  }

  static List<@Nullable Object> values(Map<String, @Nullable Object> answer) {
    var values = new ArrayList<@Nullable Object>();
    for (Object op : (List<?>) answer.getOrDefault("ops", List.of())) {
      values.add(((List<?>) op).get(2));
    }
    return values;
  }

  List<?> doubts() {
    return (List<?>) await(send("type", "doubts")).getOrDefault("txns", List.of());
  }
}
