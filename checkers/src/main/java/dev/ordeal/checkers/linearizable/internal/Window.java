package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The end of a long impossible history that is impossible by itself, so that the whole need not be
 * searched again and again.
 *
 * <p>What came before the last operation began mostly has an order. Of that order the end is taken,
 * twice as much each time, less what does not replay without the rest; and all that was open then,
 * one of which is to blame; and for each of these what made it legal last, however long ago. If one
 * of them was legal somewhere in the order, it has to be so in what is taken.
 */
final class Window<S> {
  private static final int SMALLEST = 16;
  private static final int[] NONE = {};

  private final Problem problem;
  private final Model<S> model;
  private final Oracle<S> oracle;
  private final Call[] calls;
  private final int[] order;
  private final int[] open;
  private final BitSet legal;

  /** Operations of the order that made an open one legal. */
  private final BitSet reasons = new BitSet();

  Window(Problem problem, Model<S> model, Oracle<S> oracle) {
    this.problem = problem;
    this.model = model;
    this.oracle = oracle;
    calls = problem.calls();
    int[] events = problem.events();
    int count = events.length;
    while (count > 0 && (events[count - 1] & 1) == 1) {
      count--;
    }
    boolean isLong = problem.size() > 2 * SMALLEST;
    order =
        isLong && oracle.decide(problem.until(count)) instanceof Ordered ordered
            ? replayed(ordered.order(), new BitSet(), 0)
            : NONE;
    int[] end = problem.intervals().end();
    int from = count;
    open = IntStream.range(0, problem.size()).filter(i -> end[i] >= from).toArray();
    legal = legalSomewhere(order, reasons);
  }

  /** Operations that have no order by themselves, the needed ones among them; maybe all. */
  int[] with(int[] needed) {
    var kept = (BitSet) reasons.clone();
    IntStream.of(needed).forEach(kept::set);
    for (int size = SMALLEST; size < order.length && !oracle.isSpent(); size *= 2) {
      int[] end = replayed(order, kept, order.length - size);
      var now = legalSomewhere(end, new BitSet());
      now.flip(0, problem.size());
      int[] window =
          Stream.of(end, open, needed).flatMapToInt(IntStream::of).sorted().distinct().toArray();
      if (!now.intersects(legal) && oracle.isImpossible(problem, window)) {
        return window;
      }
    }
    return IntStream.range(0, problem.size()).toArray();
  }

  /** What is left of an order from a place on, and of some operations, without what is illegal. */
  private int[] replayed(int[] whole, BitSet kept, int from) {
    oracle.replayed(whole.length - from + kept.cardinality());
    int[] left = new int[whole.length];
    int size = 0;
    S state = model.initial();
    for (int i = 0; i < whole.length; i++) {
      if ((i >= from || kept.get(whole[i]))
          && model.step(state, calls[whole[i]]) instanceof To<S> to) {
        state = to.state();
        left[size++] = whole[i];
      }
    }
    return Arrays.copyOf(left, size);
  }

  /** The open operations that are legal somewhere, and the last that made each of them so. */
  private BitSet legalSomewhere(int[] sequence, BitSet makers) {
    var found = new BitSet();
    for (int one : open) {
      oracle.replayed(2L * sequence.length);
      int maker = -1;
      boolean was = model.step(model.initial(), calls[one]) instanceof To;
      boolean ever = was;
      S state = model.initial();
      for (int operation : sequence) {
        if (model.step(state, calls[operation]) instanceof To<S> to) {
          boolean is = model.step(to.state(), calls[one]) instanceof To;
          maker = is && !was ? operation : maker;
          ever |= is;
          was = is;
          state = to.state();
        }
      }
      found.set(one, ever);
      if (maker >= 0) {
        makers.set(maker);
      }
    }
    return found;
  }
}
