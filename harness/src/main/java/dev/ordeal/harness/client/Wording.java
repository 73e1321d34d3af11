package dev.ordeal.harness.client;

import dev.ordeal.history.Op;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link RpcClient} puts operations into the words of a system: what it sends for an op, and
 * what the answer to that says. Override what differs from ours:
 *
 * <pre>{@code
 * final class Shelf implements Wording {
 *   public Map<String, Object> request(Op op) {
 *     return Map.of("type", "put", "item", op.value(), "by", "p" + op.process());
 *   }
 *
 *   public Object output(Op op, Map<String, Object> answer) {
 *     return answer.get("version");
 *   }
 * }
 *
 * Client.Connector connector = RpcClient.connector(ofSeconds(1), new Shelf());
 * }</pre>
 *
 * <p>One serves all clients at once. What it throws makes the operation info.
 */
public interface Wording {

  /**
   * What is sent for an op: plain data with a {@code type}. Ours is the op's {@code f}; the other
   * fields are those of its value (one that is no map is the field {@code value}), and {@code
   * owner} names the process.
   */
  default Map<String, @Nullable Object> request(Op op) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("type", op.f());
    body.put("owner", "p" + op.process());
    if (op.value() instanceof Map<?, ?> input) {
      input.forEach((field, value) -> body.put(String.valueOf(field), value));
    } else if (op.value() != null) {
      body.put("value", op.value());
    }
    return body;
  }

  /**
   * The output of an op that was answered with success. Ours is the fields of the answer but {@code
   * type} and those that number messages; where there are none, the op's value stands.
   */
  default @Nullable Object output(Op op, Map<String, @Nullable Object> answer) {
    var output = new LinkedHashMap<>(answer);
    output.remove("type");
    output.remove("in_reply_to");
    output.remove("msg_id");
    return output.isEmpty() ? op.value() : output;
  }
}
