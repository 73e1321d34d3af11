package dev.ordeal.harness.interpreter;

import dev.ordeal.harness.client.AsyncClient;
import dev.ordeal.harness.client.RpcException;
import dev.ordeal.history.Op;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes its time, and ends operations in every way that a client may. */
final class RandomClient implements AsyncClient {
  private static final long LONGEST_NANOS = 5_000_000;

  private final QueueTime time;
  private final SplittableRandom random;

  RandomClient(QueueTime time, String name) {
    this.time = time;
    this.random = new SplittableRandom(name.hashCode() ^ time.now());
  }

  @Override
  public CompletionStage<Op> begin(Op op) {
    var stage = new CompletableFuture<Op>();
    int kind = random.nextInt(8);
    if (kind == 0) {
      throw new IllegalStateException("at once");
    }
    if (kind > 1) {
      time.at(time.now() + random.nextLong(LONGEST_NANOS), () -> end(op, kind, stage));
    } // else it is never answered
    return stage;
  }

  private static void end(Op op, int kind, CompletableFuture<Op> stage) {
    switch (kind) {
      case 2 -> stage.completeExceptionally(new RpcException(true, 22, "held"));
      case 3 -> stage.completeExceptionally(new IOException("reset"));
      case 4 -> stage.complete(op.info("who knows"));
      case 5 -> stage.complete(op.fail("no"));
      default -> stage.complete(op.ok());
    }
  }
}
