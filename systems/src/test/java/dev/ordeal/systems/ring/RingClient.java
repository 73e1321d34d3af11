package dev.ordeal.systems.ring;

import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.client.RpcClient;
import dev.ordeal.harness.client.Wording;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client of a ring, through any of its nodes, in the words of the workload for stores. */
final class RingClient implements Wording {

  /** Longer than any pause: a request that a paused node holds is answered when it wakes up. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private RingClient() {}

  static Client.Connector connector() {
    return RpcClient.connector(TIMEOUT, new RingClient());
  }

  @Override
  public Map<String, @Nullable Object> request(Op op) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("type", op.f());
    if (op.value() instanceof Map<?, ?> fields) {
      fields.forEach((name, value) -> body.put(String.valueOf(name), value));
    } else if (op.value() != null) {
      body.put("key", item(op.value(), 0));
      if (op.f().equals("cas")) {
        Object change = Objects.requireNonNull(item(op.value(), 1));
        body.put("from", item(change, 0));
        body.put("to", item(change, 1));
      } else if (op.f().equals("write")) {
        body.put("value", item(op.value(), 1));
      }
    }
    return body;
  }

  @Override
  public @Nullable Object output(Op op, Map<String, @Nullable Object> answer) {
    return switch (op.f()) {
      case "read" -> Arrays.asList(item(op.value(), 0), answer.get("value"));
      case "write", "cas" -> op.value();
      default -> told(answer);
    };
  }

  /** The answer but for what is of the wire, and what is long and nobody asked for. */
  private static Map<String, @Nullable Object> told(Map<String, @Nullable Object> answer) {
    var told = new LinkedHashMap<>(answer);
    told.keySet().removeAll(List.of("type", "in_reply_to", "points"));
    return told;
  }

  private static @Nullable Object item(@Nullable Object list, int at) {
    return ((List<?>) Objects.requireNonNull(list)).get(at);
  }
}
