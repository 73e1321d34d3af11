package dev.ordeal.bench.histories;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A queue, a stack or a priority queue: something is put half of the time, else taken; no value is
 * put twice. What goes wrong: a take answers what must come out after another value, and that one
 * is taken by an operation that begins later.
 */
final class Containers implements SimulatedObject {
  private static final int NONE = 0;

  private final Shape shape;
  private final SplittableRandom random;
  private final Order order;
  private final int valueMask;
  private int puts;

  /** Takes that were chosen and have not taken effect. */
  private int openTakes;

  /** When the put of a value was called, and when it had ended; kept if something must go wrong. */
  private long[] called = {};

  private long[] ended = {};

  private Wrong wrong = Wrong.NOT_YET;
  private int late = NONE;
  private Running early = new Running();
  private long earlyEnd;

  private enum Wrong {
    NOT_YET,
    WANTED,
    BEGUN,
    KNOWN,
    DONE
  }

  Containers(Shape shape, SplittableRandom random, Order order) {
    this.shape = shape;
    this.random = random;
    this.order = order;
    this.valueMask = Integer.highestOneBit(shape.operations()) * 2 - 1;
    if (shape.violation()) {
      called = new long[valueMask + 1];
      ended = new long[valueMask + 1];
      Arrays.fill(ended, Long.MAX_VALUE);
    }
  }

  @Override
  public void choose(Running op) {
    boolean mayTake =
        shape.emptyTakes() || order.size() > openTakes || wrong == Wrong.KNOWN && openTakes == 0;
    if (mayTake && random.nextDouble() < shareOfTakes()) {
      op.value = NONE;
      openTakes++;
      op.begin(order.take(), null);
    } else {
      op.value = order.unordered() ? scattered(++puts) : ++puts;
      if (called.length > 0) {
        called[op.value] = op.call;
      }
      op.begin(order.put(), (long) op.value);
    }
  }

  private double shareOfTakes() {
    return switch (wrong) {
      case WANTED -> order.size() < 4 * shape.clients() ? 0.1 : 0.5;
      case BEGUN, KNOWN -> 0.9;
      default -> 0.5;
    };
  }

  /** The numbers in another order: both steps can be undone, so none comes twice. */
  private int scattered(int number) {
    int mixed = number * 0x9E3779B1 & valueMask;
    mixed ^= mixed >>> Integer.bitCount(valueMask) / 2 + 1;
    return mixed * 0x85EBCA6B & valueMask;
  }

  @Override
  public boolean takeEffect(Running op) {
    if (op.value != NONE) {
      order.add(op.value);
      return true;
    }
    openTakes--;
    if (wrong == Wrong.KNOWN && !op.fate.crashes() && op.call > earlyEnd) {
      wrong = Wrong.DONE;
      op.answer((long) late);
    } else if (wrong != Wrong.WANTED || op.fate.crashes() || !goesWrong(op)) {
      op.answer(order.size() == 0 ? null : (Long) (long) order.remove(0));
    }
    return true;
  }

  /** Takes what must come later, if the history already tells that it must. */
  private boolean goesWrong(Running op) {
    if (order.size() < 2) {
      return false;
    }
    int first = order.get(0);
    for (int at = 1; at < Math.min(order.size(), 8 * shape.clients()); at++) {
      int other = order.get(at);
      if (order.mustBefore(called[first], ended[first], called[other], ended[other], op.call)) {
        op.answer((long) order.remove(at));
        late = order.remove(0);
        early = op;
        wrong = Wrong.BEGUN;
        return true;
      }
    }
    return false;
  }

  @Override
  public void ended(Running op) {
    if (op.value != NONE && ended.length > 0) {
      ended[op.value] = op.end;
    }
    if (wrong == Wrong.BEGUN && op == early) {
      wrong = Wrong.KNOWN;
      earlyEnd = op.end;
    }
  }

  @Override
  public int roundsToMisbehave() {
    return 25;
  }

  @Override
  public void misbehave() {
    wrong = Wrong.WANTED;
  }

  @Override
  public boolean misbehaved() {
    return wrong == Wrong.DONE;
  }
}
