package dev.ordeal.systems.ring;

import org.jspecify.annotations.Nullable;

/** How what a client wanted of a key has ended. */
sealed interface KeyOutcome {

  /** It was changed as wanted. */
  record Changed() implements KeyOutcome {}

  /** It holds this, and stays as it is; null is nothing. */
  record Stayed(@Nullable Object value) implements KeyOutcome {}

  /** Nothing was proposed, and nothing will be. */
  record Untouched(String why) implements KeyOutcome {}

  /** A change was proposed, and nobody knows whether it is or will be in. */
  record Unknown(String why) implements KeyOutcome {}
}
