package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.history.History;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

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
  /** The calls of no more operations than this are kept. */
  private static final int FEW = 10_000;

  private final History history;

  /** Those that were asked for. */
  private @Nullable Call @Nullable [] calls;

  /** Position in the history of each invocation. */
  private final int[] invocation;

  private final Intervals intervals;

  /**
   * The operation of the same process that ends at the very time at which this begins, or -1; empty
   * if there is none at all.
   */
  private final int[] touching;

  /** What the operations did to a register, if that is known already. */
  private final @Nullable Accesses accesses;

  private volatile int @Nullable [] events;

  Problem(
      History history,
      int[] invocation,
      Intervals intervals,
      int[] touching,
      @Nullable Accesses accesses) {
    this.history = history;
    this.invocation = invocation;
    this.intervals = intervals;
    this.touching = touching;
    this.accesses = accesses;
  }

  /** The problem that a history poses for a model. */
  public static Problem of(History history, Model<?> model) {
    return new HistoryScan(history, model).read();
  }

  /**
   * What was known after the first so many events: what had begun by then, and of what had not
   * ended nobody knows whether it happens. Once a prefix has no order, no longer one has.
   */
  public Problem until(int count) {
    int[] known = Arrays.copyOf(events(), count);
    int begun = (int) Arrays.stream(known).filter(event -> (event & 1) == 0).count();
    var intervalsThen = Intervals.of(begun, known);
    int[] touches = Arrays.copyOf(touching, isTied() ? begun : 0);
    for (int i = 0; i < touches.length; i++) {
      touches[i] = touches[i] >= 0 && intervalsThen.isOptional(touches[i]) ? -1 : touches[i];
    }
    boolean isTied = Arrays.stream(touches).anyMatch(before -> before >= 0);
    return new Problem(
        history,
        Arrays.copyOf(invocation, begun),
        intervalsThen,
        isTied ? touches : new int[0],
        null);
  }

  /** The problem of some of these operations alone, given in ascending order. */
  public Problem only(int... operations) {
    return part(operations.clone(), null);
  }

  /** The intervals of some operations, given in ascending order, by ranks among their own. */
  private Intervals intervalsOf(int[] some) {
    long[] ends = new long[some.length];
    int filled = 0;
    for (int i = 0; i < some.length; i++) {
      if (!isOptional(some[i])) {
        ends[filled++] = (long) intervals.end()[some[i]] << 32 | i;
      }
    }
    Arrays.sort(ends, 0, filled);
    int[] begin = new int[some.length];
    int[] end = new int[some.length];
    Arrays.fill(end, Intervals.NEVER);
    int ended = 0;
    for (int i = 0; i < some.length; i++) {
      // The begins are in order already.
      int next = intervals.begin()[some[i]];
      while (ended < filled && (int) (ends[ended] >>> 32) < next) {
        end[(int) ends[ended]] = i + ended++;
      }
      begin[i] = i + ended;
    }
    for (; ended < filled; ended++) {
      end[(int) ends[ended]] = some.length + ended;
    }
    return new Intervals(begin, end);
  }

  /**
   * The problem of some of these operations alone.
   *
   * @param members they, in ascending order
   * @param all what all operations did to registers, if that is what they did
   */
  Problem part(int[] members, @Nullable Accesses all) {
    int[] begins = new int[members.length];
    int[] touches = new int[isTied() ? members.length : 0];
    for (int i = 0; i < members.length; i++) {
      begins[i] = invocation[members[i]];
    }
    for (int i = 0; i < touches.length; i++) {
      int before = touching(members[i]);
      // Whoever stood between two that stay passes the word on.
      while (before >= 0 && Arrays.binarySearch(members, before) < 0) {
        before = touching(before);
      }
      touches[i] = before < 0 ? -1 : Arrays.binarySearch(members, before);
    }
    boolean isTied = Arrays.stream(touches).anyMatch(before -> before >= 0);
    var own = all == null || all.isForeign() ? null : all.part(members);
    return new Problem(history, begins, intervalsOf(members), isTied ? touches : new int[0], own);
  }

  /** The number of operations. */
  public int size() {
    return invocation.length;
  }

  /** An operation as a model sees it; of a long history made anew each time. */
  public Call call(int operation) {
    if (size() > FEW) {
      return read(operation);
    }
    var known = calls;
    if (known == null) {
      known = new Call[size()];
      calls = known;
    }
    if (known[operation] == null) {
      known[operation] = read(operation);
    }
    return known[operation];
  }

  private Call read(int operation) {
    int begin = invocation[operation];
    int end = completion(operation);
    return new Call(
        history.process(begin),
        history.f(begin),
        history.value(begin),
        end >= 0,
        end >= 0 ? history.value(end) : null);
  }

  /** All operations as a model sees them. */
  public Call[] calls() {
    return SideBySide.range(size(), size()).mapToObj(this::call).toArray(Call[]::new);
  }

  /** What the operations did to a register. */
  Accesses accesses(Model<?> model) {
    return accesses == null ? Accesses.of(this, model) : accesses;
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
    return isOptional(operation) ? -1 : history.partner(invocation[operation]);
  }

  /** The events in order; not to be written to. */
  public int[] events() {
    int[] known = events;
    if (known == null) {
      int ends = (int) Arrays.stream(intervals.end()).filter(end -> end != Intervals.NEVER).count();
      known = new int[size() + ends];
      for (int i = 0; i < size(); i++) {
        known[intervals.begin()[i]] = 2 * i;
        if (!isOptional(i)) {
          known[intervals.end()[i]] = 2 * i + 1;
        }
      }
      events = known;
    }
    return known;
  }

  /** When some operations began and, as far as anybody saw it, ended. */
  LongStream times(IntStream operations) {
    return operations
        .flatMap(one -> IntStream.of(invocation[one], completion(one)))
        .filter(at -> at >= 0)
        .mapToLong(history::time);
  }

  /** Whether nobody saw an operation end. */
  public boolean isOptional(int operation) {
    return intervals.isOptional(operation);
  }

  /** When the operations happened; endpoints that touch are concurrent, of one process as well. */
  public Intervals intervals() {
    return intervals;
  }

  /** Whether some process begins at the very time at which it ended what it did before. */
  public boolean isTied() {
    return touching.length > 0;
  }

  /** The operation of the same process that ends at the very time at which this begins, or -1. */
  public int touching(int operation) {
    return touching.length == 0 ? -1 : touching[operation];
  }

  /** The intervals if the order of the history's lines were the order of time. */
  public Intervals linesAsTimes() {
    long[] lines = new long[2 * size()];
    int filled = 0;
    for (int i = 0; i < size(); i++) {
      lines[filled++] = (long) invocation[i] << 32 | 2 * i;
      if (!isOptional(i)) {
        lines[filled++] = (long) completion(i) << 32 | 2 * i + 1;
      }
    }
    return Intervals.of(size(), sorted(lines, filled));
  }

  /** The same operations, but the order of the history's lines is the order of time. */
  public Problem byLines() {
    return new Problem(history, invocation, linesAsTimes(), new int[0], accesses);
  }

  /** The lower halves of numbers, by the order of the upper ones. */
  private static int[] sorted(long[] keyed, int length) {
    Arrays.sort(keyed, 0, length);
    return Arrays.stream(keyed, 0, length).mapToInt(both -> (int) both).toArray();
  }

  /** Whether an order has each operation after the one of its process that it touches. */
  public boolean keepsProcessOrder(int[] order) {
    int[] place = new int[size()];
    Arrays.fill(place, Integer.MAX_VALUE);
    for (int i = 0; i < order.length; i++) {
      place[order[i]] = i;
    }
    return IntStream.range(0, touching.length)
        .noneMatch(i -> touching[i] >= 0 && place[i] < place[touching[i]]);
  }

  /** Whether one operation precedes another. */
  public boolean precedes(int first, int second) {
    return intervals.precedes(first, second)
        || !isOptional(first)
            && completion(first) < invocation[second]
            && history.process(invocation[first]) == history.process(invocation[second]);
  }
}
