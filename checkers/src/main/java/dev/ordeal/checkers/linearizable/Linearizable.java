package dev.ordeal.checkers.linearizable;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Evidence;
import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.Search.Outcome;
import dev.ordeal.history.History;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a history is linearizable with regard to a model (Herlihy and Wing, 1990).
 *
 * <p>A valid verdict rests on an order of the operations that {@link LinearizationVerifier} has
 * replayed; an invalid one on an exhausted search, explained by a small witness; when the budget
 * runs out the answer is unknown.
 *
 * @param <S> the state of the model
 */
public final class Linearizable<S> implements Checker {
  /** Steps of a search after which the answer is unknown: some seconds and some 300 MB at most. */
  public static final long STANDARD_BUDGET_STEPS = 20_000_000;

  /** A longer order is replayed, but not shown. */
  private static final int SHOWN_ORDER = 1_000;

  private final Model<S> model;
  private final long budgetSteps;

  private Linearizable(Model<S> model, long budgetSteps) {
    this.model = model;
    this.budgetSteps = budgetSteps;
  }

  /** The checker of linearizability with regard to a model. */
  public static <S> Linearizable<S> of(Model<S> model) {
    return new Linearizable<>(model, STANDARD_BUDGET_STEPS);
  }

  /** The same checker with another budget: steps, not seconds, so that answers never vary. */
  public Linearizable<S> budget(long steps) {
    if (steps <= 0) {
      throw new IllegalArgumentException("a budget of " + steps + " steps cannot decide anything");
    }
    return new Linearizable<>(model, steps);
  }

  @Override
  public Verdict check(History history) {
    var problem = Problem.of(history, model);
    var search = new Search<>(problem, model, budgetSteps);
    Outcome outcome = search.run();
    var stats = new LinkedHashMap<String, @Nullable Object>();
    stats.put("algorithm", "wing-gong-lowe");
    stats.put("model", model.name());
    stats.put("operations", (long) problem.size());
    stats.put("steps", search.steps());
    return switch (outcome) {
      case LINEARIZABLE -> valid(history, problem, search, stats);
      case IMPOSSIBLE -> invalid(history, problem, search, stats);
      default ->
          Verdict.unknown(
                  "no order of the "
                      + problem.size()
                      + " operations was found or excluded in "
                      + search.steps()
                      + " steps: check a shorter history, or raise the budget")
              .withStats(stats);
    };
  }

  private Verdict valid(
      History history,
      Problem problem,
      Search<S> search,
      LinkedHashMap<String, @Nullable Object> stats) {
    var order = new ArrayList<Integer>();
    for (int operation : search.order()) {
      order.add(problem.invocation[operation]);
    }
    var objection = LinearizationVerifier.verify(history, model, order);
    if (objection.isPresent()) {
      return Verdict.unknown(
              "the search found an order that does not replay, please report this: "
                  + objection.get())
          .withStats(stats);
    }
    stats.put("linearized", (long) order.size());
    if (order.size() <= SHOWN_ORDER) {
      stats.put("linearization", List.copyOf(order));
    }
    if (order.isEmpty()) {
      return Verdict.unknown(
              "there is no operation that a " + model.name() + " knows and somebody saw succeed")
          .withStats(stats);
    }
    String reason = "an order of " + order.size() + " operations was found, and replayed";
    return new Verdict(Validity.VALID, List.of(), reason, Evidence.none(), stats, Map.of());
  }

  private Verdict invalid(
      History history,
      Problem problem,
      Search<S> search,
      LinkedHashMap<String, @Nullable Object> stats) {
    var finder = new WitnessFinder<>(history, problem, model);
    Anomaly anomaly = finder.explain(search);
    stats.put("precedence", finder.precedence());
    return new Verdict(Validity.INVALID, List.of(anomaly), "", Evidence.none(), stats, Map.of());
  }
}
