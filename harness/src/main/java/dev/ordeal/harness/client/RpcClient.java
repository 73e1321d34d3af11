package dev.ordeal.harness.client;

import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A client for any system that speaks newline-delimited JSON messages, in the words of a {@link
 * Wording}. A request that goes wrong is an {@link RpcException}, which knows whether the operation
 * certainly did not happen.
 */
public final class RpcClient implements AsyncClient {
  private static final Wording OURS = new Wording() {};

  private final Rpc rpc;
  private final Duration timeout;
  private final Wording wording;

  private RpcClient(Rpc rpc, Duration timeout, Wording wording) {
    this.rpc = rpc;
    this.timeout = timeout;
    this.wording = wording;
  }

  /** Opens clients that speak in our own words and wait this long for an answer. */
  public static Client.Connector connector(Duration timeout) {
    return connector(timeout, OURS);
  }

  /** Opens clients that speak in these words and wait this long for an answer. */
  public static Client.Connector connector(Duration timeout, Wording wording) {
    return node -> new RpcClient(node.rpc(), timeout, wording);
  }

  @Override
  public CompletionStage<Op> begin(Op op) {
    return rpc.call(wording.request(op), timeout)
        .thenApply(answer -> op.ok(wording.output(op, answer)));
  }

  @Override
  public void close() {
    rpc.close();
  }
}
