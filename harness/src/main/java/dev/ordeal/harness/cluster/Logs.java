package dev.ordeal.harness.cluster;

import java.util.function.Consumer;

/** The lines that nodes print, told as they come. */
public interface Logs {

  /** Somebody who is told of lines. */
  interface Following extends AutoCloseable {

    /** Is told no more from now on. Idempotent. */
    @Override
    void close();
  }

  /**
   * Follows what a node prints from now on, over all its starts, until it is closed or the cluster
   * is. What the harness itself notes in the node's log is left out.
   *
   * @param line is given each whole line in order, without its end: in virtual time within the
   *     event that prints it, else soon, on a thread of the backend's; it must neither block nor
   *     throw
   */
  Following follow(Node node, Consumer<String> line);
}
