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

  /** The position in the history; empty if the witness is too large to tell. */
  public static <S> OptionalInt of(Problem problem, Model<S> model, int[] witness) {
    if (witness.length > Few.MOST) {
      return OptionalInt.empty();
    }
    Problem few = problem.only(witness);
    int[] events = few.events();
    OptionalInt last = OptionalInt.empty();
    // Little comes after it, as a rule, so it is sought from the end.
    for (int at = events.length - 1; at >= 0; at--) {
      boolean isEnd = (events[at] & 1) == 1;
      if (isEnd && last.isPresent() && !isRefuted(few.until(at + 1), model)) {
        return last;
      }
      last = isEnd ? OptionalInt.of(few.completion(events[at] >> 1)) : last;
    }
    return last;
  }

  private static <S> boolean isRefuted(Problem begun, Model<S> model) {
    return new GeneralSearch(BUDGET_STEPS).decide(begun, model) instanceof Refuted;
  }
}
