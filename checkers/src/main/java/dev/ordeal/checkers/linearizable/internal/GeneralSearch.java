package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;

/**
 * The search that decides every history of every model, given time: see {@link LoweJustInTime}.
 *
 * @param budgetSteps after how many steps it gives up
 */
public record GeneralSearch(long budgetSteps) {
  /** The name of the algorithm, as verdicts show it. */
  public static final String NAME = LoweJustInTime.NAME;

  /** What the configurations of one moment and their past may take. */
  private static final long BUDGET_BYTES = 256L << 20;

  /** Searches for an order of the operations. */
  public <S> Decision decide(Problem problem, Model<S> model) {
    return new LoweJustInTime<>(problem, model, budgetSteps, BUDGET_BYTES).decide();
  }
}
