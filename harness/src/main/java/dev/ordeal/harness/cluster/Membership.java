package dev.ordeal.harness.cluster;

import java.util.Optional;
import java.util.Set;

/**
 * Who takes part in the system under test, where it can change while it runs. A node that is no
 * member may well have a process. Given to a backend by {@link Backend#membership}, since only who
 * knows the system can say.
 *
 * <p>Each verb asks the system for a change; it may return before the change is in force. In
 * virtual time none may wait for an answer: time passes only after they return.
 */
public interface Membership {

  /** The names of the members, as the system says now. */
  Set<String> members();

  /**
   * Asks the system to take a node in. Idempotent.
   *
   * @throws IllegalStateException with the cause, if it refuses
   */
  void join(Node node);

  /**
   * Asks the system to let a node go; its process stays. Idempotent.
   *
   * @throws IllegalStateException with the cause, if it refuses
   */
  void leave(Node node);

  /** Whether a node itself says that it is a member, if it can be asked and says. */
  default Optional<Boolean> claims(Node node) {
    return Optional.empty();
  }
}
