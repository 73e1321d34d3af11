package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A state that an acceptor accepted, and the ballot under which it did. */
record Accepted(long ballot, KeyState state) {
  /** Nothing was accepted yet. */
  static final Accepted NONE = new Accepted(Ballot.NONE, KeyState.NONE);

  Map<String, @Nullable Object> body() {
    return Bodies.of("ballot", ballot, "state", state.body());
  }

  static Accepted of(Map<String, @Nullable Object> body) {
    return new Accepted(Bodies.number(body, "ballot"), KeyState.of(Bodies.fields(body, "state")));
  }
}
