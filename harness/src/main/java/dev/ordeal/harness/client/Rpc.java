package dev.ordeal.harness.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection to one node that carries request and answer as JSON objects with a {@code
 * type}. It never blocks, so that it serves in virtual time as in real time.
 */
public interface Rpc extends AutoCloseable {

  /**
   * Sends a request; the stage completes with the answer's body.
   *
   * <p>It fails with an {@link RpcException}: a definite one if the node answered that the request
   * certainly did not happen or it was never sent, an indefinite one on a time-out, a lost
   * connection, or an indefinite error code.
   *
   * @param body plain data, with a {@code type}
   * @param timeout how long to wait for the answer
   */
  CompletionStage<Map<String, @Nullable Object>> call(
      Map<String, ? extends @Nullable Object> body, Duration timeout);

  @Override
  void close();
}
