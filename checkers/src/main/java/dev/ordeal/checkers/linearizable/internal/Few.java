package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.Step;
import java.util.stream.IntStream;

/**
 * A few operations of a problem, at most {@value #MOST}, numbered from 0, and what comes before
 * what, in bits; some of them may be let go.
 *
 * <p>To let an operation go means that it may happen at any time, or never: its interval reaches
 * from before everything to infinity, and it is optional. What it was asked and what it answered
 * stay known, so the hints that a model gives for operations that nobody saw end do not hold for
 * it, and are not asked for here.
 */
final class Few<S> {
  static final int MOST = 63;

  private final Problem problem;
  private final Model<S> model;
  private final int[] operations;
  private final Call[] calls;
  private final boolean[] pure;
  private final long[] before;
  private final long required;

  /** These operations in their intervals, and those let go. */
  Few(Problem problem, Model<S> model, int[] held, int[] letGo) {
    this(problem, model, held, letGo, -1);
  }

  /** The same, where one that is not let go has to happen, but at whatever time. */
  Few(Problem problem, Model<S> model, int[] held, int[] letGo, int timeless) {
    this.problem = problem;
    this.model = model;
    operations = IntStream.concat(IntStream.of(held), IntStream.of(letGo)).toArray();
    if (operations.length > MOST) {
      throw new IllegalArgumentException(operations.length + " operations are not few");
    }
    calls = IntStream.of(operations).mapToObj(problem::call).toArray(Call[]::new);
    pure = new boolean[calls.length];
    before = new long[calls.length];
    long seen = 0;
    for (int i = 0; i < calls.length; i++) {
      pure[i] = model.isPure(calls[i]);
      seen |= i < held.length && !problem.isOptional(held[i]) ? 1L << i : 0;
      for (int j = 0; j < held.length && i < held.length; j++) {
        boolean isTimeless = held[i] == timeless || held[j] == timeless;
        before[i] |= !isTimeless && problem.precedes(held[j], held[i]) ? 1L << j : 0;
      }
    }
    required = seen;
  }

  int size() {
    return operations.length;
  }

  /** The operation of the problem that has this number. */
  int operation(int number) {
    return operations[number];
  }

  /** The operations that have to be placed. */
  long required() {
    return required;
  }

  /** What comes before an operation. */
  long before(int number) {
    return before[number];
  }

  /** The operations that time allows to come next after these. */
  long next(long placed) {
    long next = 0;
    for (int i = 0; i < before.length; i++) {
      next |= (placed >>> i & 1) == 0 && (before[i] & ~placed) == 0 ? 1L << i : 0;
    }
    return next;
  }

  /** Whether an operation changes no state, as its model says. */
  boolean isPure(int number) {
    return pure[number];
  }

  boolean isRequired(int number) {
    return (required >>> number & 1) != 0;
  }

  S initial() {
    return model.initial();
  }

  Step<S> step(S state, int number) {
    return model.step(state, calls[number]);
  }

  Call call(int number) {
    return calls[number];
  }

  Problem problem() {
    return problem;
  }

  /** When an operation ended, as a place in its problem; after everything if nobody saw it. */
  int end(int number) {
    return problem.intervals().end()[operations[number]];
  }
}
