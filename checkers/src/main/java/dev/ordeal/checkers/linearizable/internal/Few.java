package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.Step;
import java.util.stream.IntStream;

/**
 * A few operations of a problem, at most {@value #MOST}, numbered from 0, and what comes before
 * what, in bits.
 */
final class Few<S> {
  static final int MOST = 63;

  private final Problem problem;
  private final Model<S> model;
  private final int[] operations;
  private final Call[] calls;
  private final boolean[] pure;
  private final long[] before;
  private final long[] after;
  private final long required;

  Few(Problem problem, Model<S> model, int... operations) {
    if (operations.length > MOST) {
      throw new IllegalArgumentException(operations.length + " operations are not few");
    }
    this.problem = problem;
    this.model = model;
    this.operations = operations;
    calls = new Call[operations.length];
    pure = new boolean[calls.length];
    before = new long[calls.length];
    after = new long[calls.length];
    long seen = 0;
    for (int i = 0; i < calls.length; i++) {
      calls[i] = problem.call(operations[i]);
      pure[i] = model.isPure(calls[i]);
      seen |= problem.isOptional(operations[i]) ? 0 : 1L << i;
      for (int j = 0; j < calls.length; j++) {
        if (problem.precedes(operations[j], operations[i])) {
          before[i] |= 1L << j;
          after[j] |= 1L << i;
        }
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

  /** The operations of the problem in a set of numbers. */
  int[] operations(long set) {
    int[] some = new int[Long.bitCount(set)];
    long left = set;
    for (int i = 0; i < some.length; i++, left &= left - 1) {
      some[i] = operations[Long.numberOfTrailingZeros(left)];
    }
    return some;
  }

  /** The numbers of some operations, those of them that are here. */
  long set(int... some) {
    long set = 0;
    for (int i = 0; i < operations.length; i++) {
      int operation = operations[i];
      set |= IntStream.of(some).anyMatch(one -> one == operation) ? 1L << i : 0;
    }
    return set;
  }

  /** All of them. */
  long all() {
    return (1L << operations.length) - 1;
  }

  /** The operations that have to be placed: somebody saw them end. */
  long required() {
    return required;
  }

  /** What comes before an operation. */
  long before(int number) {
    return before[number];
  }

  /** What comes after an operation. */
  long after(int number) {
    return after[number];
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
