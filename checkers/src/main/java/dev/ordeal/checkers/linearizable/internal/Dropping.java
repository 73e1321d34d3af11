package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.linearizable.internal.AllOrders.Blocked;
import dev.ordeal.checkers.linearizable.internal.AllOrders.Outcome;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Drops operations of a small witness as long as what is left is one, with the dropped let go; see
 * {@link MinimalWitness} for the words.
 *
 * <p>Delta debugging (Zeller and Hildebrandt, 2002) with {@link AllOrders} as the oracle: parts
 * first, then one by one until none can be dropped. The more is let go the more orders there are,
 * so the last pass shows that none of those left can be let go.
 */
final class Dropping<S> {
  /** So many of those let go are kept in mind: each may double the orders to be tried. */
  private static final int MOST_GONE = 10;

  private static final int[] NONE = {};

  private final Problem problem;
  private final Model<S> model;
  private final Steps steps;
  private final String name;
  private final Care care;

  /** Operations that stay let go once they are dropped. */
  private final int[] needed;

  /** The operations in their own time, and the last of those let go. */
  private int[] held;

  private int[] gone = NONE;

  /** How many steps are left, and how many one question may cost. */
  static final class Steps {
    private final long each;
    private long left;

    Steps(long each, long left) {
      this.each = each;
      this.left = left;
    }

    boolean areSpent() {
      return left <= 0;
    }
  }

  /**
   * What is kept in mind.
   *
   * @param ofName whether the anomaly must keep its name
   * @param ofGone whether what was dropped before stays let go
   * @param ofTime whether time alone must be to blame: there has to be an order if a certain one of
   *     the operations happened at another time; if that holds of what is given
   */
  record Care(boolean ofName, boolean ofGone, boolean ofTime) {}

  /** What was asked, and the answer. */
  record Searched<S>(Few<S> few, Outcome outcome, @Nullable Blocked<S> blocked) {}

  /** A witness to be made smaller. */
  Dropping(Problem problem, Model<S> model, Steps steps, String name, Care care, int[] held) {
    this(problem, model, steps, name, care, held, NONE);
  }

  /** A witness to be made smaller, where some operations stay let go once they are dropped. */
  Dropping(
      Problem problem,
      Model<S> model,
      Steps steps,
      String name,
      Care care,
      int[] held,
      int[] needed) {
    this.problem = problem;
    this.model = model;
    this.steps = steps;
    this.name = name;
    this.care = care;
    this.held = held;
    this.needed = needed;
  }

  /** The operations that are not let go, in ascending order. */
  int[] held() {
    return held;
  }

  boolean isGone(int operation) {
    return contains(gone, operation);
  }

  /** Takes one operation more into the witness, in its own time. */
  void take(int operation) {
    held = sorted(held, new int[] {operation});
  }

  /** Drops what can be let go, the earliest first, in parts and then one by one. */
  void drop() {
    int chunk = Integer.highestOneBit(Math.max(1, Math.min(MOST_GONE, held.length / 2)));
    while (chunk > 0) {
      int before = held.length;
      for (int from = 0; from < held.length; ) {
        from = drop(from, Math.min(held.length, from + chunk)) ? from : from + chunk;
      }
      chunk = chunk == 1 && held.length < before ? 1 : chunk / 2;
    }
  }

  private boolean drop(int from, int to) {
    int[] part = Arrays.copyOfRange(held, from, to);
    int[] rest = without(held, part);
    int[] all =
        IntStream.concat(IntStream.of(gone), IntStream.of(part).filter(this::matters)).toArray();
    int[] last = remembered(all);
    boolean isStill =
        isWitness(rest, last)
            && (!care.ofName() || isNamed(rest))
            && (!care.ofTime() || isMatterOfTime(rest));
    if (isStill) {
      held = rest;
      gone = care.ofGone() ? last : IntStream.of(last).filter(this::isNeeded).toArray();
    }
    return isStill;
  }

  /** Those needed, and the last of the others. */
  private int[] remembered(int[] all) {
    int[] kept = all;
    for (int i = 0; i < all.length && kept.length > MOST_GONE; i++) {
      kept = isNeeded(all[i]) ? kept : without(kept, all[i]);
    }
    return kept;
  }

  private boolean isNeeded(int operation) {
    return contains(needed, operation);
  }

  /** Whether it makes a difference if an operation is let go or left out. */
  private boolean matters(int operation) {
    return !model.isPure(problem.call(operation));
  }

  /** Whether these have no order while those are let go. */
  private boolean isWitness(int[] inTime, int... letGo) {
    return search(inTime, letGo).outcome() == Outcome.IMPOSSIBLE;
  }

  /** Whether there is an order if one of them may happen at another time. */
  boolean isMatterOfTime(int[] witness) {
    return IntStream.of(witness)
        .anyMatch(
            one -> ask(new Few<>(problem, model, witness, NONE, one)).outcome() == Outcome.ORDERED);
  }

  private boolean isNamed(int[] witness) {
    Blocked<S> blocked = search(witness, NONE).blocked();
    return blocked != null && blocked.rule().name().equals(name);
  }

  boolean hasOrder(int[] inTime, int... letGo) {
    return search(inTime, letGo).outcome() == Outcome.ORDERED;
  }

  Searched<S> search(int[] inTime, int[] letGo) {
    return ask(new Few<>(problem, model, inTime, letGo));
  }

  private Searched<S> ask(Few<S> few) {
    var orders = new AllOrders<>(few, Math.min(steps.each, steps.left), name);
    Outcome outcome = orders.run();
    steps.left -= orders.steps() + few.size();
    return new Searched<>(few, outcome, orders.blocked());
  }

  /**
   * The witness with as few as possible of those dropped as its support, if two suffice; the
   * witness as it is, if not.
   */
  int[] supported() {
    if (isTight(held)) {
      return held;
    }
    for (int i = gone.length - 1; i >= 0; i--) {
      int[] more = sorted(held, new int[] {gone[i]});
      if (isTight(more)) {
        return more;
      }
    }
    for (int i = gone.length - 1; i > 0; i--) {
      for (int j = i - 1; j >= 0; j--) {
        int[] more = sorted(held, new int[] {gone[i], gone[j]});
        if (isTight(more)) {
          return more;
        }
      }
    }
    return held;
  }

  /**
   * Whether there is no order with all support let go, and each part of the support is needed. The
   * support are those that can be let go without there being an order.
   */
  boolean isTight(int[] witness) {
    int[] support =
        IntStream.of(witness).filter(one -> !hasOrder(without(witness, one), one)).toArray();
    return (!care.ofName() || isNamed(witness))
        && isWitness(without(witness, support), support)
        && IntStream.of(support)
            .allMatch(
                one ->
                    isNeeded(one, witness, support)
                        || care.ofName() && !isNamed(without(witness, one)));
  }

  /** Whether without it something else could be let go, and there would still be no order. */
  private boolean isNeeded(int one, int[] witness, int[] support) {
    int[] rest = without(support, one);
    return IntStream.of(without(witness, support))
        .anyMatch(
            other -> {
              int[] letGo = sorted(rest, new int[] {other});
              return isWitness(without(witness, sorted(letGo, new int[] {one})), letGo);
            });
  }

  private static boolean contains(int[] operations, int one) {
    return IntStream.of(operations).anyMatch(operation -> operation == one);
  }

  private static int[] without(int[] operations, int... some) {
    return IntStream.of(operations).filter(operation -> !contains(some, operation)).toArray();
  }

  static int[] sorted(int[] some, int[] more) {
    return IntStream.concat(IntStream.of(some), IntStream.of(more)).sorted().distinct().toArray();
  }
}
