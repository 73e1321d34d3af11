package dev.ordeal.harness.cluster;

import java.time.Duration;
import java.util.Collection;

/**
 * The life of each node's process. Every verb is idempotent, returns when it is in force, and
 * throws {@link IllegalStateException} with a clear message when it cannot be.
 */
public interface Processes {

  /** Ends a node at once, as SIGKILL does; what it has not synced may be lost. */
  void kill(Node node);

  /**
   * Kills these nodes together, as a loss of power does: none lives on long enough to see that
   * another one is dead.
   */
  default void killTogether(Collection<Node> nodes) {
    nodes.forEach(this::kill);
  }

  /** How a node ended that was asked to. */
  enum Ending {
    /** It did as it was asked, or did not run. */
    BY_ITSELF,
    /** It did not within {@link #PATIENCE}, and was killed. */
    KILLED
  }

  /** How long a node has that is asked to end. */
  Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Asks a node to end, as SIGTERM does, waits for it, and kills it if it takes longer than {@link
   * #PATIENCE}; a paused one is resumed for it. What it has written is not lost, synced or not. A
   * backend that can only kill, kills.
   */
  default Ending stop(Node node) {
    kill(node);
    return Ending.KILLED;
  }

  /** Starts a killed node again on its durable data, and returns when it answers. */
  void start(Node node);

  /** Stops all threads of a node, as SIGSTOP does; its connections stay. */
  void pause(Node node);

  /** Lets a paused node go on. */
  void resume(Node node);

  /** Whether the node's process exists; a paused one does. */
  boolean alive(Node node);
}
