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

  /** Searches for an order of the operations. */
  public <S> Decision decide(Problem problem, Model<S> model) {
    var automaton = new Automaton<>(problem, model);
    var beam = new Beam(NARROW);
    Decision first = decide(problem, model, automaton, beam, budgetSteps);
    if (!beam.isTruncated() || first instanceof Ordered || first.steps() > budgetSteps) {
      return first;
    }
    long left = budgetSteps - first.steps();
    return decide(problem, model, automaton, new Beam(Integer.MAX_VALUE), left)
        .withMoreSteps(first.steps());
  }

  private static <S> Decision decide(
      Problem problem, Model<S> model, Automaton<S> automaton, Beam beam, long steps) {
    return new LoweJustInTime<>(problem, model, automaton, beam, steps, BUDGET_BYTES).decide();
  }
}
