package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

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
 * the end; they are kept in the order of time, beginnings first among equals.
 */
public final class Problem {
  private final History history;

  /** Position in the history of each invocation, and of each completion (-1: optional). */
  private final int[] invocation;

  private final int[] completion;
  private final int[] events;

  /** The operation of the same process that ends at the very time at which this begins, if any. */
  private final Map<Integer, Integer> touching;

  private final Intervals intervals;

  private Problem(
      History history,
      int[] invocation,
      int[] completion,
      int[] events,
      Map<Integer, Integer> touching) {
    this.history = history;
    this.invocation = invocation;
    this.completion = completion;
    this.events = events;
    this.touching = touching;
    this.intervals = Intervals.of(invocation.length, events);
  }

  /** The problem that a history poses for a model. */
  public static Problem of(History history, Model<?> model) {
    int[] invocation = new int[history.size() / 2 + 1];
    int[] completion = new int[invocation.length];
    int[] operationAt = new int[history.size()];
    Arrays.fill(operationAt, -1);
    int size = 0;
    for (int at = 0; at < history.size(); at++) {
      if (history.type(at) != Type.INVOKE
          || history.process(at) == Op.NEMESIS
          || !model.knows(history.f(at))) {
        continue;
      }
      int end = history.partner(at);
      Type outcome = end < 0 ? Type.INFO : history.type(end);
      boolean seen = outcome == Type.OK;
      if (outcome == Type.FAIL || !seen && model.isPure(call(history, at, -1))) {
        continue;
      }
      if (size == invocation.length) {
        invocation = Arrays.copyOf(invocation, 2 * size);
        completion = Arrays.copyOf(completion, 2 * size);
      }
      invocation[size] = at;
      completion[size] = seen ? end : -1;
      operationAt[at] = 2 * size;
      if (seen) {
        operationAt[end] = 2 * size + 1;
      }
      size++;
    }
    return new Builder(history, operationAt)
        .build(Arrays.copyOf(invocation, size), Arrays.copyOf(completion, size));
  }

  /** Orders the events of a history by time, beginnings first among equals. */
  private static final class Builder {
    private final History history;

    /** Per position of the history the event there, or -1. */
    private final int[] eventAt;

    private final int[] events;
    private final Map<Integer, Integer> touching = new HashMap<>();
    private int size;

    Builder(History history, int[] eventAt) {
      this.history = history;
      this.eventAt = eventAt;
      this.events = new int[eventAt.length];
    }

    Problem build(int[] invocation, int[] completion) {
      for (int from = 0, to; from < eventAt.length; from = to) {
        long time = history.time(from);
        to = from + 1;
        while (to < eventAt.length && history.time(to) == time) {
          to++;
        }
        add(from, to, 0);
        add(from, to, 1);
        if (to - from > 1) {
          noteTouching(from, to);
        }
      }
      int[] ordered = Arrays.copyOf(events, size);
      return new Problem(history, invocation, completion, ordered, touching);
    }

    private void add(int from, int to, int half) {
      for (int at = from; at < to; at++) {
        if (eventAt[at] >= 0 && (eventAt[at] & 1) == half) {
          events[size++] = eventAt[at];
        }
      }
    }

    private void noteTouching(int from, int to) {
      Map<Integer, Integer> ended = new HashMap<>();
      for (int at = from; at < to; at++) {
        if (eventAt[at] >= 0 && (eventAt[at] & 1) == 1) {
          ended.put(history.process(at), eventAt[at] >> 1);
        } else if (eventAt[at] >= 0) {
          Integer before = ended.get(history.process(at));
          if (before != null) {
            touching.put(eventAt[at] >> 1, before);
          }
        }
      }
    }
  }

  /**
   * What was known after the first so many events: what had begun by then, and of what had not
   * ended nobody knows whether it happens. Once a prefix has no order, no longer one has.
   */
  public Problem until(int count) {
    int[] known = Arrays.copyOf(events, count);
    int begun = (int) Arrays.stream(known).filter(event -> (event & 1) == 0).count();
    int[] ends = new int[begun];
    Arrays.fill(ends, -1);
    for (int event : known) {
      if ((event & 1) == 1) {
        ends[event >> 1] = completion[event >> 1];
      }
    }
    Map<Integer, Integer> touches = new HashMap<>(touching);
    touches.values().removeIf(before -> before >= begun || ends[before] < 0);
    touches.keySet().removeIf(after -> after >= begun);
    return new Problem(history, Arrays.copyOf(invocation, begun), ends, known, touches);
  }

  /** The problem of some of these operations alone, given in ascending order. */
  public Problem only(int... operations) {
    int[] number = new int[size()];
    Arrays.fill(number, -1);
    for (int i = 0; i < operations.length; i++) {
      number[operations[i]] = i;
    }
    int[] some =
        Arrays.stream(events)
            .filter(event -> number[event >> 1] >= 0)
            .map(event -> 2 * number[event >> 1] + (event & 1))
            .toArray();
    return part(operations, number, some);
  }

  /**
   * The problems of groups of these operations, each by itself.
   *
   * @param group the number of each operation's group, from 0
   * @param groups how many groups there are
   */
  public Problem[] split(int[] group, int groups) {
    int[] sizes = new int[groups];
    int[] eventsOf = new int[groups];
    int[] number = new int[size()];
    for (int i = 0; i < number.length; i++) {
      number[i] = sizes[group[i]]++;
      eventsOf[group[i]] += isOptional(i) ? 1 : 2;
    }
    int[][] members = new int[groups][];
    int[][] parts = new int[groups][];
    for (int i = 0; i < groups; i++) {
      members[i] = new int[sizes[i]];
      parts[i] = new int[eventsOf[i]];
    }
    int[] filled = new int[groups];
    for (int event : events) {
      int operation = event >> 1;
      int of = group[operation];
      members[of][number[operation]] = operation;
      parts[of][filled[of]++] = 2 * number[operation] + (event & 1);
    }
    return IntStream.range(0, groups)
        .mapToObj(i -> part(members[i], number, parts[i]))
        .toArray(Problem[]::new);
  }

  private Problem part(int[] members, int[] number, int[] some) {
    int[] begins = new int[members.length];
    int[] ends = new int[members.length];
    Map<Integer, Integer> touches = new HashMap<>();
    for (int i = 0; i < members.length; i++) {
      begins[i] = invocation[members[i]];
      ends[i] = completion[members[i]];
      int before = touching(members[i]);
      // Whoever stood between two that stay passes the word on.
      while (before >= 0 && !isAmong(members, number, before)) {
        before = touching(before);
      }
      if (before >= 0) {
        touches.put(i, number[before]);
      }
    }
    return new Problem(history, begins, ends, some, touches);
  }

  private static boolean isAmong(int[] members, int[] number, int operation) {
    int at = number[operation];
    return at >= 0 && at < members.length && members[at] == operation;
  }

  public int size() {
    return invocation.length;
  }

  /** An operation as a model sees it; made anew each time. */
  public Call call(int operation) {
    return call(history, invocation[operation], completion[operation]);
  }

  private static Call call(History history, int begin, int end) {
    return new Call(
        history.process(begin),
        history.f(begin),
        history.value(begin),
        end >= 0,
        end >= 0 ? history.value(end) : null);
  }

  /** All operations as a model sees them. */
  public Call[] calls() {
    var calls = new Call[size()];
    Arrays.parallelSetAll(calls, this::call);
    return calls;
  }

  /** The history that this is about. */
  public History history() {
    return history;
  }

  /** The position of an operation's invocation in the history. */
  public int invocation(int operation) {
    return invocation[operation];
  }

  /** The position of an operation's completion in the history, or -1: nobody saw it end. */
  public int completion(int operation) {
    return completion[operation];
  }

  /** The events in order; not to be written to. */
  public int[] events() {
    return events;
  }

  public boolean isOptional(int operation) {
    return completion[operation] < 0;
  }

  /** When the operations happened; endpoints that touch are concurrent, of one process as well. */
  public Intervals intervals() {
    return intervals;
  }

  /** Whether some process begins at the very time at which it ended what it did before. */
  public boolean isTied() {
    return !touching.isEmpty();
  }

  /** The operation of the same process that ends at the very time at which this begins, or -1. */
  public int touching(int operation) {
    return touching.isEmpty() ? -1 : touching.getOrDefault(operation, -1);
  }

  /** The intervals if the order of the history's lines were the order of time. */
  public Intervals linesAsTimes() {
    int[] ordered =
        IntStream.range(0, events.length)
            .mapToLong(i -> (long) line(events[i]) << 32 | events[i])
            .sorted()
            .mapToInt(both -> (int) both)
            .toArray();
    return Intervals.of(size(), ordered);
  }

  private int line(int event) {
    return ((event & 1) == 0 ? invocation : completion)[event >> 1];
  }

  /** Whether an order has each operation after the one of its process that it touches. */
  public boolean keepsProcessOrder(int[] order) {
    int[] place = new int[size()];
    Arrays.fill(place, Integer.MAX_VALUE);
    for (int i = 0; i < order.length; i++) {
      place[order[i]] = i;
    }
    return touching.entrySet().stream()
        .noneMatch(pair -> place[pair.getKey()] < place[pair.getValue()]);
  }

  /** Whether one operation precedes another. */
  public boolean precedes(int first, int second) {
    return intervals.precedes(first, second)
        || completion[first] >= 0
            && completion[first] < invocation[second]
            && history.process(invocation[first]) == history.process(invocation[second]);
  }
}
