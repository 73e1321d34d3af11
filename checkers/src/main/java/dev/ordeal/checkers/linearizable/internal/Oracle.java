package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;

/** The general search, asked again and again about parts of a problem within one budget. */
final class Oracle<S> {
  /** To set up a search takes about as long as so many steps for each operation. */
  private static final int SETUP = 4;

  private final Model<S> model;
  private final long stepsEach;
  private final Work work;

  Oracle(Model<S> model, long stepsEach, Work work) {
    this.model = model;
    this.stepsEach = stepsEach;
    this.work = work;
  }

  boolean isSpent() {
    return work.isSpent();
  }

  /** Counts steps of the model that were taken beside; they are cheap, for nothing is kept. */
  void replayed(long steps) {
    work.spend(2 * steps);
  }

  /** Whether some operations, in ascending order, have no order by themselves; no if unknown. */
  boolean isImpossible(Problem problem, int[] operations) {
    // To take a part of a problem takes about as long as some steps per operation of the whole.
    work.spend(problem.size() / 8);
    return operations.length > 0 && decide(problem.only(operations)) instanceof Refuted;
  }

  Decision decide(Problem part) {
    if (isSpent()) {
      return new Undecided("the budget is spent", 0);
    }
    work.spend((long) SETUP * part.size());
    return new GeneralSearch(stepsEach).decide(part, model, work);
  }
}
