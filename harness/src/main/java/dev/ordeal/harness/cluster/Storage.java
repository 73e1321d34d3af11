package dev.ordeal.harness.cluster;

/** What nodes must not forget. */
public interface Storage {

  /**
   * Deletes all durable data of a node, so that it starts as a new one would.
   *
   * @throws IllegalStateException if its process exists, or something cannot be deleted
   */
  void erase(Node node);
}
