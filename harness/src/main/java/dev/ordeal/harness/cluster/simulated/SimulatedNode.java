package dev.ordeal.harness.cluster.simulated;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs on one node: an object that reacts to messages and timers.
 *
 * <p>One call at a time, all from the one thread of the simulation; it must not block, and must
 * take time, randomness and storage from its host alone. What it throws is a crash: the node is
 * dead until someone starts it again.
 */
public interface SimulatedNode {

  /** Begins; called once, before anything else. What an earlier life synced is on the disk. */
  void start(SimulatedHost host);

  /**
   * Takes a message.
   *
   * @param src the name of the sender: a node, or a client ({@code c1}, {@code c2}, ...)
   * @param body immutable plain data, all of whose whole numbers are {@link Long}
   */
  void receive(String src, Map<String, @Nullable Object> body);

  /** Whether this node believes that it leads, where the system has such a notion. */
  default boolean leads() {
    return false;
  }

  /** Makes the program of a node: a fresh instance at every start, with nothing remembered. */
  @FunctionalInterface
  interface Factory {

    /** A fresh program for the node of that name. */
    SimulatedNode create(String name);
  }
}
