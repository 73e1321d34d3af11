package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Illegal;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The search that decides every history of every model, given time: see {@link Search}.
 *
 * @param budgetSteps after how many steps it gives up
 */
public record WingGongLowe(long budgetSteps) {

  /** The name of the algorithm, as verdicts show it. */
  public static final String NAME = "wing-gong-lowe";

  /**
   * Searches for an order of the operations; if there is none, all that had begun when the last of
   * the attempts failed have none by themselves.
   */
  public <S> Decision decide(Problem problem, Model<S> model) {
    var search = new Search<>(problem, model, budgetSteps);
    return switch (search.run()) {
      case LINEARIZABLE -> new Ordered(search.order(), search.steps());
      case IMPOSSIBLE -> refuted(problem, search);
      default ->
          new Undecided(
              "no order of the %d operations was found or excluded in %d steps"
                  .formatted(problem.size(), search.steps()),
              search.steps());
    };
  }

  private static <S> Refuted refuted(Problem problem, Search<S> search) {
    Illegal<S> rule = Objects.requireNonNull(search.rule(), "an exhausted search names a rule");
    int[] begin = problem.intervals().begin();
    int[] begun = IntStream.range(0, problem.size()).filter(i -> begin[i] < search.end()).toArray();
    return new Refuted(rule.name(), rule.because(), begun, search.steps());
  }
}
