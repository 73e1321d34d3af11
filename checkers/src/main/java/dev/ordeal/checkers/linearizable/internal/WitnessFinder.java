package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.Illegal;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Search.Outcome;
import dev.ordeal.history.Notation;
import dev.ordeal.history.Op;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

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
  private static final long STEPS_OF_REPLAYS = 20_000_000;
  private static final int LARGEST_GRAPH = 256;

  private static final int FEW = 4;

  /** How much what is left has to tell the story of the whole. */
  private enum Likeness {
    SAME_RULE,
    SAME_NAME,
    IMPOSSIBLE
  }

  private final Problem problem;
  private final Call[] calls;
  private final Model<S> model;
  private long stepsLeft = STEPS_IN_ALL;
  private long replaysLeft = STEPS_OF_REPLAYS;
  private int[] witness = {};

  WitnessFinder(Problem problem, Model<S> model) {
    this.problem = problem;
    this.calls = problem.calls();
    this.model = model;
  }

  /** What an exhausted search has refuted, by a small witness. */
  Refuted explain(Search<S> exhausted) {
    int blocker = exhausted.blocker();
    Illegal<S> rule = exhausted.rule();
    if (rule == null) {
      throw new IllegalStateException("an exhausted search names no rule");
    }
    var again = new Search<>(problem, model, Long.MAX_VALUE);
    again.run(exhausted.blockedAtStep() - 1);
    int[] guess = with(sufficient(again.order(), blocker, rule), blocker);
    Likeness likeness = Likeness.SAME_RULE;
    int[] start = start(guess, exhausted.end(), rule, likeness);
    if (start.length == 0) {
      likeness = Likeness.SAME_NAME;
      start = start(guess, exhausted.end(), rule, likeness);
    }
    if (start.length == 0) {
      likeness = Likeness.IMPOSSIBLE;
      start = prefix(exhausted.end());
      // Too long to be read or to be shortened: what broke the rule tells more.
      start = start.length > LARGEST_GRAPH ? guess : start;
    }
    witness = minimal(start, rule, likeness);
    if (witness.length > FEW && likeness == Likeness.SAME_RULE) {
      witness = minimal(witness, rule, Likeness.SAME_NAME);
    }
    return refuted(exhausted);
  }

  private Refuted refuted(Search<S> exhausted) {
    // What the reader sees has its own story; only a witness that was never searched has not.
    Search<S> own = new Search<>(problem.only(witness), model, STEPS_PER_TRIAL);
    boolean proves = own.run() == Outcome.IMPOSSIBLE;
    Illegal<S> rule = Objects.requireNonNull(proves ? own.rule() : exhausted.rule());
    int blocker = proves ? witness[own.blocker()] : exhausted.blocker();
    var history = problem.history();
    Op last = history.get(problem.completion(blocker));
    String because =
        "%s; no order of the operations explains p%d's %s at %s"
            .formatted(rule.because(), last.process(), last.f(), Notation.seconds(last.time()));
    return new Refuted(rule.name(), because, witness, exhausted.steps());
  }

  /** The latest few of an order that, replayed alone, make the operation break the same rule. */
  private int[] sufficient(int[] order, int blocker, Illegal<S> rule) {
    int[] kept = order;
    for (int chunk = Integer.highestOneBit(Math.max(1, order.length)); chunk > 0; chunk /= 2) {
      for (int from = 0; from < kept.length; ) {
        int[] fewer = without(kept, from, Math.min(kept.length, from + chunk));
        if (replaysLeft > 0 && breaksInOrder(fewer, blocker, rule)) {
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
      replaysLeft--;
      if (model.step(state, calls[operation]) instanceof To<S> to) {
        state = to.state();
      } else {
        return false;
      }
    }
    return rule.equals(model.step(state, calls[blocker]));
  }

  /** The guess, or else the window, if it is impossible in the way asked for; else nothing. */
  private int[] start(int[] guess, int end, Illegal<S> rule, Likeness likeness) {
    return isLike(guess, rule, likeness) ? guess : window(end, rule, likeness);
  }

  private int[] prefix(int end) {
    return IntStream.range(0, problem.size())
        .filter(i -> problem.intervals().begin()[i] < end)
        .toArray();
  }

  /** All operations of the last parts before the end, as many parts as it takes; or nothing. */
  private int[] window(int end, Illegal<S> rule, Likeness likeness) {
    int[] all = prefix(end);
    int[] near = Arrays.copyOfRange(all, Math.max(0, all.length - LARGEST_GRAPH), all.length);
    var parts = new PrecedenceOrder(problem, near).parts();
    Set<Integer> window = new TreeSet<>();
    for (int i = parts.size() - 1; i >= 0; i--) {
      window.addAll(parts.get(i));
      int[] guess = window.stream().mapToInt(Integer::intValue).toArray();
      if (isLike(guess, rule, likeness)) {
        return guess;
      }
    }
    return isLike(all, rule, likeness) ? all : new int[0];
  }

  private int[] minimal(int[] start, Illegal<S> rule, Likeness likeness) {
    int[] kept = start;
    for (int chunk = Integer.highestOneBit(kept.length); chunk > 0; chunk /= 2) {
      for (int from = 0; from < kept.length; ) {
        int[] fewer = without(kept, from, Math.min(kept.length, from + chunk));
        if (isLike(fewer, rule, likeness)) {
          kept = fewer;
        } else {
          from += chunk;
        }
      }
    }
    return kept;
  }

  private boolean isLike(int[] operations, Illegal<S> rule, Likeness likeness) {
    Illegal<S> own = run(operations).map(Search::rule).orElse(null);
    return own != null
        && switch (likeness) {
          case SAME_RULE -> own.equals(rule);
          case SAME_NAME -> own.name().equals(rule.name()) && operations.length > 1;
          case IMPOSSIBLE -> true;
        };
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
