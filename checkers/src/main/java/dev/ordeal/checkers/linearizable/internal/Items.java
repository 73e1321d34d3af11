package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The values that went through a collection, each put at most once: when each may have been put and
 * taken.
 *
 * <p>A <i>cut</i> {@code r} is the time just after rank {@code r} and before the next; an operation
 * took effect at one of the cuts from its begin until before its end. So an item was put at a cut
 * in {@code [a, b)} and taken at one in {@code [c, d)}, where {@code c} is not below {@code a} and
 * {@code b} not above {@code d}, for nothing is taken before it is put. It is certainly there
 * throughout the cuts {@code [b, c)}: its <i>zone</i>, which may be empty.
 *
 * <p>What nobody took is given {@code c = never} and {@code d = never + 1}, after all cuts. A put
 * that nobody saw end and whose value nobody saw is left out: such a value can be taken out of any
 * order, together with the unseen call that took it, without harm to the others in any collection.
 * If the value was seen the put did happen, before the take ended.
 */
final class Items {
  static final int NOBODY = -1;

  /** After all cuts; a call that nobody saw end, ends here. */
  final int never;

  /** Per item the operations that put and took it; the latter may be {@link #NOBODY}. */
  final int[] put;

  final int[] take;

  /** Per item the bounds of put and take, see above. */
  final int[] a;

  final int[] b;
  final int[] c;
  final int[] d;

  /** The takes that found nothing. */
  final int[] empties;

  /** The takes that nobody saw end, by begin. */
  final int[] unseenTakes;

  private final Problem problem;
  private final Intervals order;
  private final Model<?> model;

  Items(
      Problem problem,
      Intervals order,
      Model<?> model,
      int[] put,
      int[] take,
      int[] empties,
      int[] unseenTakes) {
    this.problem = problem;
    this.order = order;
    this.model = model;
    this.put = put;
    this.take = take;
    this.empties = empties;
    never = 2 * order.size();
    int[] begins = Arrays.stream(unseenTakes).map(this::begin).toArray();
    this.unseenTakes =
        Arrays.stream(CountingSort.by(begins, never)).map(i -> unseenTakes[i]).toArray();
    a = new int[put.length];
    b = new int[put.length];
    c = new int[put.length];
    d = new int[put.length];
    for (int item = 0; item < put.length; item++) {
      bound(item);
    }
  }

  private void bound(int item) {
    a[item] = begin(put[item]);
    c[item] = isTaken(item) ? Math.max(begin(take[item]), a[item]) : never;
    d[item] = isTaken(item) ? end(take[item]) : never + 1;
    b[item] = Math.min(end(put[item]), d[item]);
  }

  int size() {
    return put.length;
  }

  int begin(int operation) {
    return order.begin()[operation];
  }

  int end(int operation) {
    return Math.min(never, order.end()[operation]);
  }

  /** Whether somebody took it, or is supposed to have. */
  boolean isTaken(int item) {
    return take[item] != NOBODY;
  }

  boolean isSeenTaken(int item) {
    return d[item] < never;
  }

  /** The items that nobody took, the one whose put ended first, first. */
  int[] left() {
    return Arrays.stream(CountingSort.by(b, never + 1)).filter(item -> !isTaken(item)).toArray();
  }

  /** Supposes that an unseen call took an item, between its begin and some cut. */
  void giveTo(int unseenTake, int item, int before) {
    take[item] = unseenTake;
    bound(item);
    d[item] = before;
  }

  /** Supposes that nobody took a left item. */
  void giveToNobody(int item) {
    take[item] = NOBODY;
    bound(item);
  }

  /** Steps in the order of magnitude that a pass over all operations takes. */
  long steps() {
    return order.size();
  }

  /** The operations of some items, and others, in ascending order. */
  int[] operations(IntStream some, int... others) {
    return IntStream.concat(
            some.flatMap(item -> IntStream.of(put[item], take[item])), Arrays.stream(others))
        .filter(operation -> operation != NOBODY)
        .sorted()
        .distinct()
        .toArray();
  }

  /** Few items whose zones together cover the cuts from one until before another. */
  int[] cover(int[] some, int from, int to) {
    int[] key = new int[size()];
    Arrays.setAll(key, item -> b[item]);
    int[] byB = CountingSort.by(key, never + 1, some);
    var cover = new ArrayList<Integer>();
    int i = 0;
    for (int cut = from; cut < to; ) {
      int best = NOBODY;
      int reach = cut;
      for (; i < byB.length && b[byB[i]] <= cut; i++) {
        if (c[byB[i]] > reach) {
          best = byB[i];
          reach = c[best];
        }
      }
      cover.add(best);
      cut = reach;
    }
    return cover.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Few items whose zones cover all of a take that found nothing. */
  int[] cover(int empty) {
    return cover(IntStream.range(0, size()).toArray(), begin(empty), end(empty));
  }

  /** That a take found nothing while items were there, and the operations that show it. */
  Refuted falseEmpty(int empty, int[] cover, int[] operations) {
    String because =
        "%s takes nothing, but at any time in it %s is there".formatted(who(empty), anyOf(cover));
    int[] witness =
        operations(
            IntStream.empty(),
            IntStream.concat(IntStream.of(empty), Arrays.stream(operations)).toArray());
    return new Refuted("false-empty", because, witness, steps());
  }

  @Nullable Object value(int item) {
    return ((Role.Put) model.role(problem.call(put[item]))).value();
  }

  /** Some values in words: {@code 1, 2 or 3}. */
  String anyOf(int[] some) {
    return listed(some, " or ");
  }

  /** Some values in words: {@code 1, 2 and 3}. */
  String allOf(int[] some) {
    return listed(some, " and ");
  }

  private String listed(int[] some, String conjunction) {
    List<String> values = Arrays.stream(some).mapToObj(item -> "" + value(item)).toList();
    int last = values.size() - 1;
    return last == 0
        ? values.get(0)
        : String.join(", ", values.subList(0, last)) + conjunction + values.get(last);
  }

  /** An operation in words. */
  String who(int operation) {
    return who(problem, operation);
  }

  static String who(Problem problem, int operation) {
    var call = problem.call(operation);
    return "p" + call.process() + "'s " + call.f();
  }
}
