package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Narrows an impossible history down to some operations around the one that makes it impossible.
 *
 * <p>First the shortest impossible prefix, by bisection: it ends where an operation, the
 * <em>culprit</em>, ends, and all before has an order. Of that order parts are dropped, halves,
 * quarters and so on (Zeller and Hildebrandt's delta debugging, 2002), together with what cannot
 * follow without them: what is left always replays, so nothing in it is impossible for want of what
 * was dropped. If the culprit was legal somewhere in the order, it stays so: a read of 1 is never
 * shown without a write of 1. So only time can be to blame, as in the whole.
 */
final class Narrowing<S> {
  /** So many operations can be looked at more closely. */
  static final int ENOUGH = 20;

  private final Problem problem;
  private final Model<S> model;
  private final Oracle<S> oracle;
  private final Call[] calls;
  private final int[] needed;
  private int culprit;
  private boolean isCulpritLegal;

  private Narrowing(Problem problem, Model<S> model, Oracle<S> oracle, int[] needed) {
    this.problem = problem;
    this.model = model;
    this.oracle = oracle;
    this.needed = needed;
    this.calls = problem.calls();
  }

  /**
   * A few operations of an impossible problem that are impossible by themselves, in ascending
   * order; more than a few if the budget does not suffice.
   *
   * @param needed operations that are not to be dropped
   */
  static <S> int[] of(Problem problem, Model<S> model, Oracle<S> oracle, int[] needed) {
    return new Narrowing<>(problem, model, oracle, needed).narrow();
  }

  private int[] narrow() {
    int count = shortestImpossiblePrefix();
    int[] all = IntStream.range(0, problem.size()).toArray();
    if (count == 0) {
      return fewer(all);
    }
    Problem impossible = problem.until(count);
    int[] begun = IntStream.range(0, impossible.size()).toArray();
    if (!(oracle.decide(problem.until(count - 1)) instanceof Ordered ordered)) {
      return fewer(begun);
    }
    culprit = problem.events()[count - 1] >> 1;
    int[] order =
        replayable(IntStream.of(ordered.order()).filter(o -> o != culprit).toArray(), 0, 0);
    if (!oracle.isImpossible(problem, withCulprit(order))) {
      return fewer(begun);
    }
    isCulpritLegal = isLegalSomewhere(order);
    return withCulprit(shorter(order));
  }

  /** How many events it takes until no order is left; 0 if that is not known. */
  private int shortestImpossiblePrefix() {
    int[] events = problem.events();
    int lastBegin = events.length;
    while (lastBegin > 0 && (events[lastBegin - 1] & 1) == 1) {
      lastBegin--;
    }
    // A search that gave up tells what had begun by then, so mostly one of the last ends is it.
    boolean isNearEnd = hasOrder(lastBegin);
    int possible = isNearEnd ? lastBegin : 0;
    int impossible = isNearEnd ? events.length : lastBegin;
    while (impossible - possible > 1 && !oracle.isSpent()) {
      int middle = (possible + impossible) >>> 1;
      if (hasOrder(middle)) {
        possible = middle;
      } else {
        impossible = middle;
      }
    }
    boolean isKnown = oracle.decide(problem.until(impossible)) instanceof Refuted;
    return isKnown && impossible - possible == 1 ? impossible : 0;
  }

  private boolean hasOrder(int count) {
    return oracle.decide(problem.until(count)) instanceof Ordered;
  }

  /** What is left of an order without the places between, and without what then is illegal. */
  private int[] replayable(int[] order, int from, int to) {
    oracle.replayed(order.length);
    int[] kept = new int[order.length];
    int size = 0;
    S state = model.initial();
    for (int i = 0; i < order.length; i++) {
      if ((i < from || i >= to) && model.step(state, calls[order[i]]) instanceof To<S> next) {
        state = next.state();
        kept[size++] = order[i];
      }
    }
    return Arrays.copyOf(kept, size);
  }

  private boolean isLegalSomewhere(int[] order) {
    oracle.replayed(2L * order.length);
    S state = model.initial();
    for (int operation : order) {
      if (model.step(state, calls[culprit]) instanceof To) {
        return true;
      }
      if (model.step(state, calls[operation]) instanceof To<S> next) {
        state = next.state();
      }
    }
    return model.step(state, calls[culprit]) instanceof To;
  }

  private int[] shorter(int[] order) {
    int[] kept = order;
    for (int chunk = Integer.highestOneBit(Math.max(1, kept.length)); chunk > 0; chunk /= 2) {
      for (int from = 0; from < kept.length && kept.length > ENOUGH && !oracle.isSpent(); ) {
        int[] rest = replayable(kept, from, Math.min(kept.length, from + chunk));
        if (rest.length < kept.length
            && isTold(kept, rest)
            && oracle.isImpossible(problem, withCulprit(rest))) {
          kept = rest;
        } else {
          from += chunk;
        }
      }
    }
    return kept;
  }

  private boolean isTold(int[] kept, int[] rest) {
    for (int one : needed) {
      if (contains(kept, one) && !contains(rest, one)) {
        return false;
      }
    }
    return !isCulpritLegal || isLegalSomewhere(rest);
  }

  private static boolean contains(int[] operations, int one) {
    return IntStream.of(operations).anyMatch(operation -> operation == one);
  }

  private int[] withCulprit(int[] order) {
    return IntStream.concat(IntStream.of(order), IntStream.of(culprit)).sorted().toArray();
  }

  /** By leaving parts out, the earliest first, with no regard for what follows from them. */
  private int[] fewer(int[] operations) {
    int[] kept = operations;
    for (int chunk = Integer.highestOneBit(Math.max(1, kept.length)); chunk > 0; chunk /= 2) {
      for (int from = 0; from < kept.length && kept.length > ENOUGH && !oracle.isSpent(); ) {
        int to = Math.min(kept.length, from + chunk);
        int[] rest =
            IntStream.concat(Arrays.stream(kept, 0, from), Arrays.stream(kept, to, kept.length))
                .toArray();
        if (oracle.isImpossible(problem, rest)) {
          kept = rest;
        } else {
          from += chunk;
        }
      }
    }
    return kept;
  }
}
