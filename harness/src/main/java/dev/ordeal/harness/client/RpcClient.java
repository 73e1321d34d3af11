package dev.ordeal.harness.client;

import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A client for any system that speaks newline-delimited JSON messages: the request's {@code type}
 * is the op's {@code f}, its fields are those of the op's value (one that is no map is its field
 * {@code value}), and {@code owner} names the process. The answer's fields but {@code type} and
 * {@code in_reply_to} are the output.
 */
public final class RpcClient implements AsyncClient {
  private final Rpc rpc;
  private final Duration timeout;

  private RpcClient(Rpc rpc, Duration timeout) {
    this.rpc = rpc;
    this.timeout = timeout;
  }

  /** Opens such clients, which wait this long for an answer. */
  public static Client.Connector connector(Duration timeout) {
    return node -> new RpcClient(node.rpc(), timeout);
  }

  @Override
  public CompletionStage<Op> begin(Op op) {
    return rpc.call(request(op), timeout)
        .handle(
            (answer, failure) ->
                failure == null ? op.ok(output(op, answer)) : completed(op, failure));
  }

  private static Map<String, @Nullable Object> request(Op op) {
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

  private static @Nullable Object output(Op op, Map<String, @Nullable Object> answer) {
    var output = new LinkedHashMap<>(answer);
    output.remove("type");
    output.remove("in_reply_to");
    output.remove("msg_id");
    return output.isEmpty() ? op.value() : output;
  }

  private static Op completed(Op op, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    String why = String.valueOf(cause == null ? failure : cause.getMessage());
    boolean definite = cause instanceof RpcException refusal && refusal.definite();
    return definite ? op.fail(why) : op.info(why);
  }

  @Override
  public void close() {
    rpc.close();
  }
}
