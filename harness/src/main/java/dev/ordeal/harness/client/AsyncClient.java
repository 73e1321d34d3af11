package dev.ordeal.harness.client;

import dev.ordeal.history.Op;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * A client that never blocks, as the simulated backend needs it: there, one thread runs everything.
 */
public interface AsyncClient extends Client {

  /**
   * Begins one operation; the stage completes with its completion. Fails as {@link #invoke} throws.
   */
  CompletionStage<Op> begin(Op op);

  @Override
  default Op invoke(Op op) throws Exception {
    try {
      return begin(op).toCompletableFuture().get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failure;
    }
  }
}
