package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;

/** The general search, asked again and again about parts of a problem within one budget. */
final class Oracle<S> {
  private final Model<S> model;
  private final long stepsEach;
  private long stepsLeft;

  Oracle(Model<S> model, long stepsEach, long stepsInAll) {
    this.model = model;
    this.stepsEach = stepsEach;
    this.stepsLeft = stepsInAll;
  }

  boolean isSpent() {
    return stepsLeft <= 0;
  }

  /** Whether some operations, in ascending order, have no order by themselves; no if unknown. */
  boolean isImpossible(Problem problem, int[] operations) {
    // To take a part of a problem takes about as long as some steps per operation of the whole.
    stepsLeft -= problem.size() / 8;
    return operations.length > 0 && decide(problem.only(operations)) instanceof Refuted;
  }

  Decision decide(Problem part) {
    if (isSpent()) {
      return new Undecided("the budget is spent", 0);
    }
    stepsLeft -= part.size();
    Decision decision =
        new GeneralSearch(Math.min(stepsEach, Math.max(1, stepsLeft))).decide(part, model);
    stepsLeft -= decision.steps();
    return decision;
  }
}
