package dev.ordeal.checkers.linearizable;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The operations of a history that an order is sought for, in arrays, in the order of their
 * invocations.
 *
 * <p>Operation {@code a} precedes {@code b} if a's completion comes before b's invocation and its
 * time is strictly smaller: endpoints that touch are concurrent, for a clock that shows the same
 * time twice has not told their order. Within one process the order is always known. Fails are left
 * out: they did not happen. So are operations that nobody saw end and that never change a state.
 * Whatever else nobody saw end may take effect at any later time, or never: it is optional.
 *
 * <p>Events are numbered {@code 2 * operation} for the beginning and {@code 2 * operation + 1} for
 * the end; {@code events} holds them in the order of time, beginnings first among equals.
 */
final class Problem {
  /** Position in the history of each invocation, and of each completion (-1: optional). */
  final int[] invocation;

  final int[] completion;
  final Call[] calls;
  final boolean[] pure;

  /** The operation of the same process that ends at the very time at which this begins, or -1. */
  final int[] touching;

  final int[] events;

  /** Per event its place in {@code events}; the end of an optional operation has none. */
  final int[] place;

  private final History history;

  private Problem(History history, List<int[]> pairs, Call[] calls, boolean[] pure) {
    this.history = history;
    this.calls = calls;
    this.pure = pure;
    this.invocation = pairs.stream().mapToInt(pair -> pair[0]).toArray();
    this.completion = pairs.stream().mapToInt(pair -> pair[1]).toArray();
    this.touching = touching();
    this.events = events();
    this.place = new int[2 * calls.length];
    Arrays.fill(place, Integer.MAX_VALUE);
    for (int i = 0; i < events.length; i++) {
      place[events[i]] = i;
    }
  }

  /** The problem that a history poses for a model. */
  static Problem of(History history, Model<?> model) {
    var pairs = new ArrayList<int[]>();
    var calls = new ArrayList<Call>();
    for (int at = 0; at < history.size(); at++) {
      if (history.type(at) != Type.INVOKE
          || history.process(at) == Op.NEMESIS
          || !model.knows(history.f(at))) {
        continue;
      }
      int end = history.partner(at);
      Type outcome = end < 0 ? Type.INFO : history.type(end);
      Op op = history.get(at);
      boolean seen = outcome == Type.OK;
      Object output = seen ? history.get(end).value() : null;
      var call = new Call(op.process(), op.f(), op.value(), seen, output);
      if (outcome != Type.FAIL && (seen || !model.isPure(call))) {
        pairs.add(new int[] {at, seen ? end : -1});
        calls.add(call);
      }
    }
    boolean[] pure = new boolean[calls.size()];
    for (int i = 0; i < pure.length; i++) {
      pure[i] = model.isPure(calls.get(i));
    }
    return new Problem(history, pairs, calls.toArray(Call[]::new), pure);
  }

  /** The problem of some of these operations alone, given in order. */
  Problem only(int[] operations) {
    var pairs = new ArrayList<int[]>();
    var some = new Call[operations.length];
    boolean[] somePure = new boolean[operations.length];
    for (int i = 0; i < operations.length; i++) {
      pairs.add(new int[] {invocation[operations[i]], completion[operations[i]]});
      some[i] = calls[operations[i]];
      somePure[i] = pure[operations[i]];
    }
    return new Problem(history, pairs, some, somePure);
  }

  int size() {
    return calls.length;
  }

  boolean isOptional(int operation) {
    return completion[operation] < 0;
  }

  /** Whether one operation precedes another, by the rule and not by the events. */
  boolean precedes(int first, int second) {
    return completion[first] >= 0
        && completion[first] < invocation[second]
        && (history.time(completion[first]) < history.time(invocation[second])
            || calls[first].process() == calls[second].process());
  }

  private int[] touching() {
    int[] before = new int[calls.length];
    Map<Integer, Integer> last = new HashMap<>();
    for (int i = 0; i < before.length; i++) {
      Integer previous = last.put(calls[i].process(), i);
      boolean touches =
          previous != null
              && completion[previous] >= 0
              && history.time(completion[previous]) == history.time(invocation[i]);
      before[i] = touches ? previous : -1;
    }
    return before;
  }

  private int[] events() {
    // Sorted by position in the history first: a number per event, its position above.
    long[] positions =
        LongStream.concat(
                IntStream.range(0, calls.length)
                    .mapToLong(i -> (long) invocation[i] << 32 | 2L * i),
                IntStream.range(0, calls.length)
                    .filter(i -> completion[i] >= 0)
                    .mapToLong(i -> (long) completion[i] << 32 | 2L * i + 1))
            .sorted()
            .toArray();
    int[] ordered = new int[positions.length];
    int size = 0;
    for (int from = 0, to; from < positions.length; from = to) {
      to = from;
      while (to < positions.length && time(positions[to]) == time(positions[from])) {
        to++;
      }
      for (int half = 0; half < 2; half++) {
        for (int at = from; at < to; at++) {
          if ((positions[at] & 1) == half) {
            ordered[size++] = (int) positions[at];
          }
        }
      }
    }
    return ordered;
  }

  private long time(long position) {
    return history.time((int) (position >>> 32));
  }
}
