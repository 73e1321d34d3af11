package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;

/**
 * The search that decides every history of every model, given time: see {@link LoweJustInTime}.
 *
 * @param budgetSteps after how many steps it gives up
 */
public record GeneralSearch(long budgetSteps) {
  /** The name of the algorithm, as verdicts show it. */
  public static final String NAME = LoweJustInTime.NAME;

  /** What the configurations of one moment and their past may take. */
  private static final long BUDGET_BYTES = 160L << 20;

  /** First so many configurations at a time: mostly an order is found among them. */
  private static final int NARROW = 256;

  /** The same for what is asked many times: large answers are not worth it. */
  private static final long FEWER_BYTES = 32L << 20;

  /** Searches for an order of the operations. */
  public <S> Decision decide(Problem problem, Model<S> model) {
    return decide(problem, model, Work.unlimited(), BUDGET_BYTES);
  }

  /** Searches as one of many that share a budget. */
  <S> Decision decide(Problem problem, Model<S> model, Work work) {
    return decide(problem, model, work, FEWER_BYTES);
  }

  private <S> Decision decide(Problem problem, Model<S> model, Work work, long bytes) {
    var automaton = new Automaton<>(problem, model, work);
    var beam = new Beam(NARROW);
    Decision first =
        new LoweJustInTime<>(problem, model, automaton, beam, work, budgetSteps, bytes).decide();
    if (!beam.isTruncated() || first instanceof Ordered || first.steps() > budgetSteps) {
      return first;
    }
    long left = budgetSteps - first.steps();
    var wide = new Beam(Integer.MAX_VALUE);
    return new LoweJustInTime<>(problem, model, automaton, wide, work, left, bytes)
        .decide()
        .withMoreSteps(first.steps());
  }
}
