package dev.ordeal.harness.client;

import dev.ordeal.harness.cluster.Node;
import dev.ordeal.history.Op;
import java.io.IOException;

/**
 * Carries out the operations of one process against one node. Used by one thread at a time.
 *
 * <p>{@link #invoke} answers the op's completion: {@link Op#ok()}, {@link Op#fail} only if it
 * certainly did not happen, or {@link Op#info}. What it throws becomes info.
 */
@FunctionalInterface
public interface Client extends AutoCloseable {

  /** Carries out one operation and answers how it ended. */
  Op invoke(Op op) throws Exception;

  @Override
  default void close() throws IOException {}

  /**
   * A client that carries out {@code f} with this handler; {@link Handlers#on} adds others: {@code
   * Client.on("read", op -> op.ok(db.get())).on("write", op -> ...)}.
   */
  static Handlers on(String f, Client handler) {
    return Handlers.none().on(f, handler);
  }

  /** Opens a client for a node; called once for each process. */
  @FunctionalInterface
  interface Connector {

    /**
     * Opens a client; what it throws fails the operation that needed it (it was never sent), and
     * the next operation of the process tries again.
     */
    Client connect(Node node) throws Exception;
  }
}
