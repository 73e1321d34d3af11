package dev.ordeal.harness.cluster;

/**
 * The life of each node's process. Every verb is idempotent, returns when it is in force, and
 * throws {@link IllegalStateException} with a clear message when it cannot be.
 */
public interface Processes {

  /** Ends a node at once, as SIGKILL does; what it has not synced may be lost. */
  void kill(Node node);

  /** Starts a killed node again on its durable data, and returns when it answers. */
  void start(Node node);

  /** Stops all threads of a node, as SIGSTOP does; its connections stay. */
  void pause(Node node);

  /** Lets a paused node go on. */
  void resume(Node node);

  /** Whether the node's process exists; a paused one does. */
  boolean alive(Node node);
}
