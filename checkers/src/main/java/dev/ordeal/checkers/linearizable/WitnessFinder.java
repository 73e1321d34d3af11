package dev.ordeal.checkers.linearizable;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Illegal;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.checkers.linearizable.Search.Outcome;
import dev.ordeal.history.History;
import dev.ordeal.history.Notation;
import dev.ordeal.history.Op;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds few operations of an impossible history that are impossible by themselves, and says why.
 *
 * <p>The configuration of the search that came furthest names an operation that could not be placed
 * and the rule that it broke. First guess: of the order found up to there, only what makes that
 * rule break. If these few have an order after all (their concurrency mattered), what was running
 * near the end is taken instead, part by part of the precedence order. From what is impossible by
 * itself, operations are then left out one by one while the rest stays impossible, preferably by
 * the same rule: so that what a reader sees is the story of this history and not a shorter one.
 */
final class WitnessFinder<S> {
  private static final long STEPS_PER_TRIAL = 100_000;
  private static final long STEPS_IN_ALL = 4_000_000;
  private static final int LARGEST_GRAPH = 256;

  private final History history;
  private final Problem problem;
  private final Model<S> model;
  private long stepsLeft = STEPS_IN_ALL;
  private int[] witness = {};

  WitnessFinder(History history, Problem problem, Model<S> model) {
    this.history = history;
    this.problem = problem;
    this.model = model;
  }

  /** The anomaly of an exhausted search, with a small witness. */
  Anomaly explain(Search<S> exhausted) {
    int blocker = exhausted.blocker();
    Illegal<S> rule = exhausted.rule();
    if (rule == null) {
      throw new IllegalStateException("an exhausted search names no rule");
    }
    var again = new Search<>(problem, model, Long.MAX_VALUE);
    again.run(exhausted.blockedAtStep() - 1);
    int[] guess = with(sufficient(again.order(), blocker, rule), blocker);
    int[] start = breaks(guess, rule) ? guess : window(exhausted.end(), rule);
    witness = minimal(start, rule);
    return anomaly(rule, blocker);
  }

  private Anomaly anomaly(Illegal<S> rule, int blocker) {
    var ops =
        Arrays.stream(witness)
            .boxed()
            .flatMap(
                operation ->
                    Stream.of(problem.invocation[operation], problem.completion[operation]))
            .filter(index -> index >= 0)
            .sorted()
            .map(history::get)
            .toList();
    Op last = history.get(problem.completion[blocker]);
    String because =
        rule.because()
            + "; there is no order in which p"
            + last.process()
            + "'s "
            + last.f()
            + " fits in at "
            + Notation.seconds(last.time());
    return new Anomaly(rule.name(), because, ops);
  }

  /** The edges of the witness' precedence order, by the index of the invocations. */
  List<List<Integer>> precedence() {
    return new PrecedenceOrder(problem, witness)
        .covering().stream()
            .map(edge -> edge.stream().map(operation -> problem.invocation[operation]).toList())
            .toList();
  }

  /** The latest few of an order that, replayed alone, make the operation break the same rule. */
  private int[] sufficient(int[] order, int blocker, Illegal<S> rule) {
    int[] kept = order;
    for (int chunk = Integer.highestOneBit(Math.max(1, order.length)); chunk > 0; chunk /= 2) {
      for (int from = 0; from < kept.length; ) {
        int[] fewer = without(kept, from, Math.min(kept.length, from + chunk));
        if (stepsLeft > 0 && breaksInOrder(fewer, blocker, rule)) {
          kept = fewer;
        } else {
          from += chunk;
        }
      }
    }
    return kept;
  }

  private boolean breaksInOrder(int[] order, int blocker, Illegal<S> rule) {
    S state = model.initial();
    for (int operation : order) {
      stepsLeft--;
      if (model.step(state, problem.calls[operation]) instanceof To<S> to) {
        state = to.state();
      } else {
        return false;
      }
    }
    return rule.equals(model.step(state, problem.calls[blocker]));
  }

  /** All operations of the last parts before the end, as many parts as it takes. */
  private int[] window(int end, Illegal<S> rule) {
    int[] prefix =
        IntStream.range(0, problem.size()).filter(i -> problem.place[2 * i] < end).toArray();
    int[] near =
        Arrays.copyOfRange(prefix, Math.max(0, prefix.length - LARGEST_GRAPH), prefix.length);
    var parts = new PrecedenceOrder(problem, near).parts();
    Set<Integer> window = new TreeSet<>();
    for (int i = parts.size() - 1; i >= 0; i--) {
      window.addAll(parts.get(i));
      int[] guess = window.stream().mapToInt(Integer::intValue).toArray();
      if (breaks(guess, rule)) {
        return guess;
      }
    }
    return prefix;
  }

  private int[] minimal(int[] start, Illegal<S> rule) {
    int[] kept = start;
    boolean sameRule = breaks(kept, rule);
    for (int chunk = Integer.highestOneBit(kept.length); chunk > 0; chunk /= 2) {
      for (int from = 0; from < kept.length; ) {
        int[] fewer = without(kept, from, Math.min(kept.length, from + chunk));
        if (sameRule ? breaks(fewer, rule) : isImpossible(fewer)) {
          kept = fewer;
        } else {
          from += chunk;
        }
      }
    }
    return kept;
  }

  private boolean isImpossible(int[] operations) {
    return run(operations).map(search -> true).orElse(false);
  }

  private boolean breaks(int[] operations, Illegal<S> rule) {
    return run(operations).map(search -> rule.equals(search.rule())).orElse(false);
  }

  /**
   * The exhausted search of some operations alone; empty if they have an order, or none was found.
   */
  private Optional<Search<S>> run(int[] operations) {
    if (stepsLeft <= 0 || operations.length == 0) {
      return Optional.empty();
    }
    var search =
        new Search<>(problem.only(operations), model, Math.min(stepsLeft, STEPS_PER_TRIAL));
    Outcome outcome = search.run();
    // Setting a search up costs about as much as some steps per event of the whole history.
    stepsLeft -= search.steps() + 1;
    return outcome == Outcome.IMPOSSIBLE ? Optional.of(search) : Optional.empty();
  }

  private static int[] without(int[] operations, int from, int to) {
    return IntStream.concat(
            Arrays.stream(operations, 0, from), Arrays.stream(operations, to, operations.length))
        .toArray();
  }

  private static int[] with(int[] operations, int more) {
    return IntStream.concat(Arrays.stream(operations), IntStream.of(more))
        .sorted()
        .distinct()
        .toArray();
  }
}
