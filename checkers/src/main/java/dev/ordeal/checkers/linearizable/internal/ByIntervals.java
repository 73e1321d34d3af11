package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;

/**
 * Lets an algorithm for interval orders decide problems whose precedence is almost one.
 *
 * <p>Endpoints that touch are concurrent, except within one process; where that exception matters,
 * precedence is no interval order (two processes that touch themselves at one instant form a 2+2,
 * which no interval order has; Fishburn, 1970). Two interval orders enclose it: one that forgets
 * the exception and one that takes the order of the history's lines at its word. What has no
 * linearization under the weaker one has none, and a linearization under the stronger one is one.
 */
public final class ByIntervals {

  private ByIntervals() {}

  /** What an algorithm says, where both orders that enclose the true one lead to an answer. */
  public static Decision decide(Algorithm algorithm, Problem problem, Model<?> model) {
    Decision weak = algorithm.decide(problem, problem.intervals(), model);
    if (!problem.isTied()
        || !(weak instanceof Ordered ordered)
        || problem.keepsProcessOrder(ordered.order())) {
      return weak;
    }
    Decision strong = algorithm.decide(problem, problem.linesAsTimes(), model);
    long steps = weak.steps() + strong.steps();
    if (strong instanceof Ordered found) {
      return new Ordered(found.order(), steps);
    }
    String reason =
        strong instanceof Refuted
            ? "the answer hangs on operations of one process that touch each other"
            : ((Undecided) strong).reason();
    return new Undecided(reason, steps);
  }
}
