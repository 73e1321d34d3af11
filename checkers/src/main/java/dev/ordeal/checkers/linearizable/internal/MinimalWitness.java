package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.linearizable.internal.AllOrders.Blocked;
import dev.ordeal.checkers.linearizable.internal.AllOrders.Budget;
import dev.ordeal.checkers.linearizable.internal.AllOrders.Outcome;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import dev.ordeal.checkers.linearizable.internal.Dropping.Care;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a minimal witness of an impossible history.
 *
 * <p>A witness is a set of operations that has no order by itself. To <em>let an operation go</em>
 * means that it may happen at any time, or never: its interval reaches from before everything to
 * infinity, and it is optional. A witness is <em>minimal</em> if, whichever operation of it is let
 * go, the others have an order together with it. To leave operations out would not do: a read of 1
 * without the write of 1 has no order, but that proves nothing about a history where 1 was written.
 * (Where the others have an order without the operation, they have one with it let go, too.)
 *
 * <p>So an operation is dropped only if what is left still has no order with it let go, and with
 * what was dropped before. Then there is one case more: an operation whose time does not matter,
 * yet without which others could not happen at any time, like the write of what two reads saw. It
 * is dropped as far as its time goes, but belongs to the witness as its <em>support</em>: with all
 * support let go there is no order, and there is one as soon as any other operation is let go, too.
 *
 * <p>What an algorithm chose, a few operations out of many, is kept as it is if it is minimal and
 * no other operation explains it: the algorithm knows the story best. Else what is far away is
 * dropped first, in bulk, by {@link Window} and {@link Narrowing}, then one by one by {@link
 * Dropping}, and at the end {@link Outsiders} are asked. That time alone is to blame, and that the
 * anomaly keeps the name that was found, is given up only where there is no such witness; and what
 * an algorithm chose does not grow for another story, unless it has none of its own.
 *
 * <p>All budgets are in steps, so a history always gets the same witness. When they are spent, it
 * may be larger than it need be, but it is a witness still.
 */
public final class MinimalWitness<S> {
  private static final long SEARCH_STEPS_EACH = 100_000;
  private static final long WORK_IN_ALL = 4_000_000;
  private static final long WORK_AN_OPERATION = 1_200;

  /** What was found by a long search is narrowed by some more of the same length. */
  private static final int MORE_SEARCHES = 5;

  private static final long MOST_MORE_STEPS = 10_000_000;
  private static final long STEPS_EACH = 50_000;
  private static final long STEPS_IN_ALL = 500_000;
  private static final int MOST_ROUNDS = 8;

  /** More operations in their own time leave no room for others that are let go. */
  private static final int FEW_ENOUGH = 48;

  /** So many need no narrowing. */
  private static final int FEW_TO_DROP = 20;

  /** In a longer history nothing is sought but what was found. */
  private static final int LONGEST = 10_000;

  private static final Care BEST = new Care(true, true, true);
  private static final Care OF_TIME = new Care(false, true, true);
  private static final Care OF_NAME = new Care(true, false, true);
  private static final Care SMALLEST = new Care(false, false, true);
  private static final Care WEAK = new Care(true, false, false);
  private static final Care ANY = new Care(false, false, false);
  private static final int[] NONE = {};

  private final Problem problem;
  private final Model<S> model;
  private final Refuted found;
  private final boolean isChosen;
  private final Effects<S> effects;
  private final Oracle<S> oracle;
  private final Budget budget = new Budget(STEPS_EACH, STEPS_IN_ALL);

  /** Operations that have no order by themselves. */
  private int[] all;

  private @Nullable Window<S> window;

  /** The smallest witness that was met on the way. */
  private int[] smallest = NONE;

  private MinimalWitness(Problem problem, Model<S> model, Refuted found, boolean isChosen) {
    this.problem = problem;
    this.model = model;
    this.found = found;
    this.isChosen = isChosen;
    this.effects = new Effects<>(model);
    this.all = found.operations();
    long each = Math.max(SEARCH_STEPS_EACH, found.steps());
    long more = Math.min(MORE_SEARCHES * found.steps(), MOST_MORE_STEPS);
    long length = WORK_AN_OPERATION * Math.min(LONGEST, problem.size());
    this.oracle = new Oracle<>(model, each, new Work(WORK_IN_ALL + length + more));
  }

  /**
   * What was refuted, by a minimal witness; undecided, if what was said to have no order has one.
   *
   * @param isChosen whether the operations that were found tell the story, and are not just all
   *     that had begun
   */
  public static <S> Decision of(Problem problem, Model<S> model, Refuted found, boolean isChosen) {
    return new MinimalWitness<>(problem, model, found, isChosen).find();
  }

  private Decision find() {
    if (isChosen && isConvincing(found.operations())) {
      return found;
    }
    int[] start = narrowed(NONE);
    if (start.length == 0) {
      return told(found.operations());
    }
    if (start.length > FEW_ENOUGH) {
      return new Refuted(found.name(), found.because(), start, found.steps());
    }
    int[] any = minimal(start, SMALLEST);
    if (any.length > 0 && fits(any, BEST)) {
      return told(any);
    }
    for (Care care : List.of(BEST, OF_TIME, OF_NAME)) {
      int[] witness = fits(start, care) ? minimal(start, care) : NONE;
      if (witness.length > 0) {
        return told(witness);
      }
    }
    boolean isAnotherStory = isChosen && any.length > found.operations().length;
    if (any.length > 0 && !isAnotherStory) {
      return told(any);
    }
    if (budget.isSpent() && smallest.length > 0) {
      return told(smallest);
    }
    int[] weak = minimal(start, WEAK);
    if (weak.length > 0 || any.length > 0) {
      return told(weak.length > 0 ? weak : any);
    }
    var dropping = dropping(start, ANY, NONE);
    dropping.drop();
    return told(dropping.operations(dropping.held()));
  }

  /** Whether this is a minimal witness that nothing else explains. */
  private boolean isConvincing(int[] few) {
    if (few.length == 0 || few.length > Narrowing.ENOUGH) {
      return false;
    }
    var dropping = dropping(few, ANY, NONE);
    return dropping.isTight(dropping.held()) && outsiders(few, NONE).explaining() < 0;
  }

  /** Whether these are already what is to be cared for. */
  private boolean fits(int[] operations, Care care) {
    var dropping = dropping(operations, care, NONE);
    return dropping.isFitting(dropping.held());
  }

  /** A minimal witness out of a larger one; empty if with this care there is none. */
  private int[] minimal(int[] start, Care care) {
    int[] needed = NONE;
    int[] from = start;
    int[] first = NONE;
    for (int round = 0; round < MOST_ROUNDS && isFew(from); round++) {
      var dropping = dropping(from, care, needed);
      dropping.drop(first);
      long witness = dropping.supported();
      note(dropping.operations(witness));
      if (!dropping.isTight(witness)) {
        // In its own time the support makes others needless, so they are to be dropped first.
        int[] less = sorted(dropping.operations(witness), needed);
        int[] unneeded = dropping.operations(dropping.unneeded(witness));
        if (less.length == from.length && Arrays.equals(unneeded, first)) {
          return NONE;
        }
        first = unneeded;
        from = less;
        continue;
      }
      int[] held = dropping.operations(dropping.held());
      var outsiders = outsiders(held, dropping.operations(witness & ~dropping.held()));
      int explaining = outsiders.explaining();
      if (explaining < 0) {
        return told(dropping.operations(witness), outsiders);
      }
      if (Arrays.binarySearch(needed, explaining) >= 0) {
        return NONE;
      }
      needed = sorted(needed, explaining);
      from = narrowed(needed);
      first = NONE;
    }
    return NONE;
  }

  /** Keeps the smallest in mind that was looked at to the end. */
  private void note(int[] witness) {
    if (!budget.isSpent() && (smallest.length == 0 || witness.length < smallest.length)) {
      smallest = witness;
    }
  }

  private static boolean isFew(int[] operations) {
    return operations.length > 0 && operations.length <= FEW_ENOUGH;
  }

  /**
   * A witness, and if it has no order at whatever time, with one operation more that tells when.
   */
  private int[] told(int[] minimal, Outsiders<S> outsiders) {
    if (fits(minimal, OF_TIME)) {
      return minimal;
    }
    for (int one : outsiders.helping()) {
      int[] more = sorted(minimal, one);
      var dropping = dropping(more, OF_TIME, NONE);
      if (dropping.isTight(dropping.held()) && dropping.isFitting(dropping.held())) {
        return more;
      }
    }
    return minimal;
  }

  private Dropping<S> dropping(int[] operations, Care care, int[] needed) {
    return new Dropping<>(orders(operations), found.name(), care, needed);
  }

  private AllOrders<S> orders(int[] operations) {
    return new AllOrders<>(new Few<>(problem, model, operations), effects, budget, found.name());
  }

  private Outsiders<S> outsiders(int[] held, int[] support) {
    return new Outsiders<>(problem, model, effects, budget, held, support);
  }

  /**
   * The operations that were found, fewer if they are many, and those that are needed, too; empty
   * if they have an order.
   */
  private int[] narrowed(int[] needed) {
    boolean isOutside = IntStream.of(needed).anyMatch(one -> Arrays.binarySearch(all, one) < 0);
    if (isOutside && problem.size() <= LONGEST) {
      // What was chosen was not enough.
      all = more();
      window = null;
    }
    if (all.length <= Narrowing.ENOUGH) {
      return sorted(all, needed);
    }
    int[] inside =
        IntStream.of(needed)
            .map(one -> Arrays.binarySearch(all, one))
            .filter(i -> i >= 0)
            .toArray();
    int[] from = sorted(at(all, window().with(inside)), needed);
    if (from.length > FEW_TO_DROP) {
      int[] places = IntStream.of(needed).map(one -> Arrays.binarySearch(from, one)).toArray();
      int[] few = at(from, Narrowing.of(problem.only(from), model, oracle, places));
      return few.length > FEW_ENOUGH || isStillImpossible(few) ? few : NONE;
    }
    return isStillImpossible(from) ? from : NONE;
  }

  /**
   * All that had begun when the last of those found ended, if that has no order; else all. What
   * came later explains nothing, but could not be let go.
   */
  private int[] more() {
    int end =
        IntStream.of(found.operations()).map(i -> problem.intervals().end()[i]).max().orElse(0);
    int[] begin = problem.intervals().begin();
    int[] begun = IntStream.range(0, begin.length).filter(i -> begin[i] < end).toArray();
    boolean isEnough = !Arrays.equals(begun, all) && oracle.isImpossible(problem, begun);
    return isEnough ? begun : IntStream.range(0, begin.length).toArray();
  }

  /** Once more with all that is needed; what was narrowed is known to be impossible. */
  private boolean isStillImpossible(int[] operations) {
    return oracle.isSpent() || oracle.isImpossible(problem, operations);
  }

  private Window<S> window() {
    if (window == null) {
      window = new Window<>(problem.only(all), model, oracle);
    }
    return window;
  }

  private static int[] at(int[] operations, int[] places) {
    return IntStream.of(places).map(place -> operations[place]).toArray();
  }

  private static int[] sorted(int[] some, int... more) {
    return IntStream.concat(IntStream.of(some), IntStream.of(more)).sorted().distinct().toArray();
  }

  private Decision told(int[] witness) {
    if (witness.length > Few.MOST) {
      return new Refuted(found.name(), found.because(), witness, found.steps());
    }
    var few = new Few<>(problem, model, witness);
    var orders =
        new AllOrders<>(few, effects, new Budget(STEPS_EACH, 2 * STEPS_EACH), found.name());
    Outcome outcome = orders.ofPlain(few.all(), 0);
    if (outcome == Outcome.ORDERED) {
      // What was found need not stay impossible together with what was taken in addition.
      if (!Arrays.equals(witness, found.operations())) {
        return told(found.operations());
      }
      return new Undecided(
          "%d operations were said to have no order (%s), but have one; correct what the model"
                  .formatted(witness.length, found.because())
              + " declares, or report this",
          found.steps());
    }
    Blocked<S> blocked = orders.blocked();
    // An algorithm tells the story of its own witness better than the rule that breaks in the end.
    boolean isItsOwn = Arrays.equals(witness, found.operations());
    if (isItsOwn || outcome == Outcome.UNKNOWN || blocked == null) {
      return new Refuted(found.name(), found.because(), witness, found.steps());
    }
    int last = problem.completion(orders.few().operation(blocked.number()));
    String because = new Telling(problem).unexplained(blocked.rule(), last);
    return new Refuted(blocked.rule().name(), because, witness, found.steps());
  }
}
