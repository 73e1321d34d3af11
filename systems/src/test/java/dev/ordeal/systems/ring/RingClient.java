package dev.ordeal.systems.ring;

import dev.ordeal.harness.client.AsyncClient;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.client.Rpc;
import dev.ordeal.harness.client.RpcException;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A client of a ring, through any of its nodes, in the words of the workload for stores. */
final class RingClient implements AsyncClient {

  /** Longer than any pause: a request that a paused node holds is answered when it wakes up. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Rpc rpc;

  private RingClient(Rpc rpc) {
    this.rpc = rpc;
  }

  static Client.Connector connector() {
    return node -> new RingClient(node.rpc());
  }

  @Override
  public CompletionStage<Op> begin(Op op) {
    return rpc.call(request(op), TIMEOUT)
        .handle((answer, failure) -> failure == null ? answered(op, answer) : failed(op, failure));
  }

  private static Map<String, @Nullable Object> request(Op op) {
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

  private static Op answered(Op op, Map<String, @Nullable Object> answer) {
    return switch (op.f()) {
      case "read" -> op.ok(Arrays.asList(item(op.value(), 0), answer.get("value")));
      case "write", "cas" -> op.ok();
      default -> op.ok(told(answer));
    };
  }

  /** The answer but for what is of the wire, and what is long and nobody asked for. */
  private static Map<String, @Nullable Object> told(Map<String, @Nullable Object> answer) {
    var told = new LinkedHashMap<>(answer);
    told.keySet().removeAll(List.of("type", "in_reply_to", "points"));
    return told;
  }

  private static Op failed(Op op, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    String why = String.valueOf(cause == null ? failure : cause.getMessage());
    boolean definite = cause instanceof RpcException refusal && refusal.definite();
    return definite ? op.fail(why) : op.info(why);
  }

  private static @Nullable Object item(@Nullable Object list, int at) {
    return ((List<?>) Objects.requireNonNull(list)).get(at);
  }

  @Override
  public void close() {
    rpc.close();
  }
}
