package dev.ordeal.systems.consensus;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client submits to a register: the paper's change function, together with what to answer.
 *
 * <p>It may be applied several times, to states of which some are never chosen; only the answer of
 * the last application is given.
 */
@FunctionalInterface
public interface Change {

  /**
   * Decides on a state.
   *
   * @param state the register's state; null if it was never written
   */
  Decision apply(@Nullable Map<String, @Nullable Object> state);

  /** What becomes of the register, and what the client is told. */
  sealed interface Decision {
    /** What the client is told. */
    Map<String, @Nullable Object> answer();
  }

  /** The register takes a new state, and the client is told once it is chosen. */
  record Become(Map<String, @Nullable Object> state, Map<String, @Nullable Object> answer)
      implements Decision {}

  /** The register stays, and the client is told what it holds: the state must have been chosen. */
  record Keep(Map<String, @Nullable Object> answer) implements Decision {}

  /**
   * The register stays, and the client is told that nothing happened: true whether the state was
   * chosen or only proposed, so no write-back is due.
   */
  record Refuse(Map<String, @Nullable Object> answer) implements Decision {}
}
