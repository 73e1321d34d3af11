package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.linearizable.internal.AllOrders.Budget;
import dev.ordeal.checkers.linearizable.internal.AllOrders.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Asks the operations outside of a witness whether one of them would explain it: whether there is
 * an order if it is let go.
 *
 * <p>If there is one with it in its own time as well, the witness proves nothing without it. If
 * there is one at another time only, the witness may tell more with it: a read of 1 says less than
 * a read of 1 before the write of 1.
 */
final class Outsiders<S> {
  /** So many operations before and after a witness are asked. */
  private static final int NEAR = 10_000;

  private static final int NONE = -1;

  private final Problem problem;
  private final Model<S> model;
  private final Effects<S> effects;
  private final Budget budget;

  /** The operations in their own time, and all with those that are let go. */
  private final int[] held;

  private final int[] witness;

  /** The kinds of calls that were asked for, and those of them that help at some time. */
  private final BitSet asked = new BitSet();

  private final BitSet helping = new BitSet();
  private final List<Integer> nearest = new ArrayList<>();

  Outsiders(
      Problem problem,
      Model<S> model,
      Effects<S> effects,
      Budget budget,
      int[] held,
      int[] support) {
    this.problem = problem;
    this.model = model;
    this.effects = effects;
    this.budget = budget;
    this.held = held;
    this.witness = IntStream.concat(IntStream.of(held), IntStream.of(support)).toArray();
  }

  /** An operation for want of which alone the witness has no order, or -1. */
  int explaining() {
    for (int one : byDistance()) {
      if (budget.isSpent()) {
        return NONE;
      }
      Call call = problem.call(one);
      int kind = effects.kind(call);
      if (!asked.get(kind)) {
        asked.set(kind);
        if (!model.isPure(call) && hasOrder(one, false)) {
          helping.set(kind);
          nearest.add(one);
        }
      }
      if (helping.get(kind) && hasOrder(one, true)) {
        return one;
      }
    }
    return NONE;
  }

  /** Of each kind that helps at another time than its own, the nearest. */
  List<Integer> helping() {
    return nearest;
  }

  /** Whether there is an order with this one, too, in its own time or let go. */
  private boolean hasOrder(int one, boolean isInTime) {
    int[] all = Arrays.copyOf(witness, witness.length + 1);
    all[witness.length] = one;
    long inTime = (1L << held.length) - 1;
    long last = 1L << witness.length;
    long support = last - 1 & ~inTime;
    var orders = new AllOrders<>(new Few<>(problem, model, all), effects, budget, "");
    var outcome = isInTime ? orders.of(inTime | last, support) : orders.of(inTime, support | last);
    return outcome == Outcome.ORDERED;
  }

  /** All operations but those of the witness, the nearest to its last first. */
  private int[] byDistance() {
    int[] begin = problem.intervals().begin();
    int last = IntStream.of(held).max().orElse(0);
    int[] inside = IntStream.of(witness).sorted().toArray();
    return IntStream.range(Math.max(0, last - NEAR), Math.min(problem.size(), last + NEAR))
        .filter(one -> Arrays.binarySearch(inside, one) < 0)
        .mapToLong(one -> (long) Math.abs(begin[one] - begin[last]) << 32 | one)
        .sorted()
        .mapToInt(both -> (int) both)
        .toArray();
  }
}
