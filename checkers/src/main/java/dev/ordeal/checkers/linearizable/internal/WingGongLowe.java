package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;

/**
 * The search that decides every history of every model, given time: see {@link Search}.
 *
 * @param budgetSteps after how many steps it gives up
 */
public record WingGongLowe(long budgetSteps) {

  /** The name of the algorithm, as verdicts show it. */
  public static final String NAME = "wing-gong-lowe";

  /** Searches for an order of the operations. */
  public <S> Decision decide(Problem problem, Model<S> model) {
    var search = new Search<>(problem, model, budgetSteps);
    return switch (search.run()) {
      case LINEARIZABLE -> new Ordered(search.order(), search.steps());
      case IMPOSSIBLE -> new WitnessFinder<>(problem, model).explain(search);
      default ->
          new Undecided(
              "no order of the %d operations was found or excluded in %d steps"
                  .formatted(problem.size(), search.steps()),
              search.steps());
    };
  }
}
