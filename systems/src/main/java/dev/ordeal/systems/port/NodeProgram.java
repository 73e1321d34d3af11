package dev.ordeal.systems.port;

/**
 * One node of a system under test, as a state machine that its host drives.
 *
 * <p>The host calls it, its timers and its storage callbacks one at a time: a program needs no
 * locks. Every start of a node makes a fresh instance, which knows of its past only what it finds
 * in the storage.
 */
public interface NodeProgram {

  /** Called once, before anything else. */
  void start(Host host);

  /** A message has arrived, from a client or from another node. */
  void receive(Message message);

  /** Whether this node believes that it leads the cluster; false where there is no such role. */
  default boolean leads() {
    return false;
  }
}
