package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import java.util.OptionalInt;

/**
 * Where a witness breaks the promise: at the first completion after which its operations have no
 * order, whatever becomes of those still open. What ends later shows that these were under way, and
 * breaks nothing.
 */
public final class BreakingPoint {
  private static final long BUDGET_STEPS = 10_000;

  private BreakingPoint() {}

  /** The position in the history; empty if the witness is too large, or has an order so far. */
  public static <S> OptionalInt of(Problem problem, Model<S> model, int[] witness) {
    if (witness.length > Few.MOST) {
      return OptionalInt.empty();
    }
    Problem few = problem.only(witness);
    int[] events = few.events();
    for (int count = 1; count <= events.length; count++) {
      int event = events[count - 1];
      boolean isEnd = (event & 1) == 1;
      if (isEnd
          && new GeneralSearch(BUDGET_STEPS).decide(few.until(count), model) instanceof Refuted) {
        return OptionalInt.of(few.completion(event >> 1));
      }
    }
    return OptionalInt.empty();
  }
}
