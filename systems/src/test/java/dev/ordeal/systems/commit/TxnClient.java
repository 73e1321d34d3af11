package dev.ordeal.systems.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.world.World;
import dev.ordeal.systems.world.WorldClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client of transactions at one node of a world. */
final class TxnClient extends WorldClient {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  TxnClient(World world, String name, String node) {
    super(world, name, node, PATIENCE);
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

  long begin(List<?> ops) {
    return send("type", "txn", "ops", ops);
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
    return (List<?>) ask("type", "doubts").getOrDefault("txns", List.of());
  }
}
