package dev.ordeal.systems.consensus;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the submission of a change ended. */
public sealed interface Outcome {

  /** It was decided, and its answer holds from now on. */
  record Chosen(Map<String, @Nullable Object> answer) implements Outcome {}

  /** No majority was found before anything was proposed: it did not and will not take effect. */
  record Untouched(String why) implements Outcome {}

  /** Its state was sent to acceptors, and nobody knows whether it is or will be chosen. */
  record Unknown(String why) implements Outcome {}
}
