package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decides stacks of unique values by taking away, again and again, a value that can lie below all
 * others, or by parting the values where the stack can be empty: Lee and Mathur, "Efficient
 * decrease-and-conquer linearizability monitoring" (OOPSLA 2025), and Abdulla, Grahn, Jonsson,
 * Krishna and Mishra, "Efficient linearizability monitoring" (2025).
 *
 * <p>In the words of {@link Items}, let some items be left to be placed.
 *
 * <p><b>Parting.</b> If no zone covers a cut {@code t}, the items with {@code c <= t} can be put
 * and taken before the others, with an empty stack in between. For take any order of the stack. An
 * item that is there at {@code t} can be taken at {@code t} instead if {@code c <= t}, the last one
 * put first; if {@code c > t} then {@code b > t}, as the zone does not cover {@code t}, and it can
 * be put at {@code t} instead, the last one taken first. An item put and taken after {@code t} can
 * be put and taken at {@code t} if {@code c <= t}. What is so cut off the times in which items are
 * there leaves them nested or apart.
 *
 * <p><b>Bottom.</b> Let {@code C} be the greatest {@code c}. An item {@code z} with {@code a_z < b}
 * for all {@code b} and {@code d_z > C} can be put first and taken last. For whatever an order does
 * after cut {@code C} can be done at {@code C}, and whatever it does before {@code a_z} at {@code
 * a_z}: no put and no take has to end before. Then {@code z} can be put before all and taken after
 * all, and the others notice nothing.
 *
 * <p><b>Otherwise</b> there is no order: from the least {@code c} to the greatest some zone covers
 * each cut, so the stack never is empty, and one item lies at its bottom all the time. All that is
 * put before it is still there at the least {@code c}, so it is put first; and it is taken at
 * {@code C} or later. But no item can.
 *
 * <p>A take that finds nothing has a cut that no zone covers; by parting, which one does not
 * matter. Only the items between the least and the greatest {@code c} have zones there, so the few
 * that cover these cuts, with one that has the least {@code b} and one that has {@code C}, are
 * impossible by themselves. Takes that nobody saw end: see {@link UnseenTakes}.
 */
public final class LeeMathurStack implements Algorithm {

  @Override
  public String name() {
    return "lee-mathur-stack";
  }

  @Override
  public Decision decide(Problem problem, Intervals order, Model<?> model) {
    var reader = new ItemReader(problem, order, model);
    return reader.objection().orElseGet(() -> decide(reader.items()));
  }

  /** What is put after an item's put has ended lies above it. */
  private static Decision decide(Items items) {
    int[] place = Arrays.stream(items.b).map(b -> items.never + 1 - b).toArray();
    int[] front = Arrays.stream(items.a).map(a -> items.never - a).toArray();
    return new UnseenTakes(items, place, front).decide(() -> new Run(items).decide());
  }

  private static final class Run {
    private final Items items;
    private final int[] byC;

    /** Per cut how many items have a smaller {@code c}. */
    private final int[] smaller;

    private final Coverage coverage;
    private final Bottoms bottoms;

    /** The places of items that are left to be placed; and the same from the other end. */
    private final NextFree after;

    private final NextFree before;

    /** What is left to do, the next at the end: ranges of places, and operations. */
    private int[] tasks = new int[64];

    private int tasksSize;

    private final int[] built;
    private int builtSize;

    Run(Items items) {
      this.items = items;
      byC = CountingSort.by(items.c, items.never + 1);
      smaller = new int[items.never + 2];
      for (int c : items.c) {
        smaller[c + 1]++;
      }
      for (int cut = 0; cut <= items.never; cut++) {
        smaller[cut + 1] += smaller[cut];
      }
      coverage = new Coverage(items.never);
      for (int item = 0; item < items.size(); item++) {
        coverage.add(items.b[item], items.c[item], 1);
      }
      bottoms = new Bottoms(items, byC);
      after = new NextFree(byC.length);
      before = new NextFree(byC.length);
      built = new int[2 * byC.length + items.empties.length];
    }

    Decision decide() {
      int[] cuts = new int[items.empties.length];
      for (int i = 0; i < cuts.length; i++) {
        int empty = items.empties[i];
        cuts[i] = coverage.firstFree(items.begin(empty), items.end(empty));
        if (cuts[i] < 0) {
          int[] cover = items.cover(empty);
          return items.falseEmpty(empty, cover, items.operations(Arrays.stream(cover)));
        }
      }
      int last = byC.length - 1;
      int[] byCut = CountingSort.by(cuts, items.never);
      for (int i = byCut.length - 1; i >= 0; i--) {
        int middle = lastBefore(cuts[byCut[i]] + 1);
        doLater(middle + 1, last);
        doLater(items.empties[byCut[i]]);
        last = middle;
      }
      doLater(0, last);
      return run();
    }

    private void doLater(int operation) {
      if (tasksSize == tasks.length) {
        tasks = Arrays.copyOf(tasks, 2 * tasksSize);
      }
      tasks[tasksSize++] = operation;
    }

    /** Ranges are kept as two numbers, the second of which no operation has. */
    private void doLater(int from, int to) {
      doLater(to);
      doLater(~from);
    }

    private Decision run() {
      while (tasksSize > 0) {
        int task = tasks[--tasksSize];
        if (task >= 0) {
          built[builtSize++] = task;
          continue;
        }
        int last = tasks[--tasksSize];
        var stuck = place(~task, last);
        if (stuck.isPresent()) {
          return stuck.get();
        }
      }
      return new Ordered(Arrays.copyOf(built, builtSize), steps());
    }

    private Optional<Decision> place(int first, int last) {
      int from = first;
      int to = last;
      while (true) {
        from = after.from(from);
        to = byC.length - 1 - before.from(byC.length - 1 - to);
        if (from > to) {
          return Optional.empty();
        }
        int greatestC = items.c[byC[to]];
        int cut = coverage.firstFree(items.c[byC[from]], greatestC);
        if (cut >= 0) {
          int middle = lastBefore(cut + 1);
          doLater(middle + 1, to);
          to = middle;
          continue;
        }
        int bottom = bottoms.find(from, to, bottoms.leastB(from, to), greatestC);
        if (bottom < 0) {
          return Optional.of(outOfOrder(from, to));
        }
        placeBelow(bottom, greatestC);
      }
    }

    /** Puts an item and takes it later, unless something above it stays for ever. */
    private void placeBelow(int place, int greatestC) {
      int item = byC[place];
      built[builtSize++] = items.put[item];
      if (items.isTaken(item) && greatestC < items.never) {
        doLater(items.take[item]);
      }
      coverage.add(items.b[item], items.c[item], -1);
      bottoms.remove(place);
      after.remove(place, place + 1);
      int mirrored = byC.length - 1 - place;
      before.remove(mirrored, mirrored + 1);
    }

    /** The last place of an item whose {@code c} is smaller. */
    private int lastBefore(int cut) {
      return smaller[cut] - 1;
    }

    private Decision outOfOrder(int from, int to) {
      int[] stuck =
          IntStream.range(from, to + 1).filter(i -> after.from(i) == i).map(i -> byC[i]).toArray();
      int first =
          Arrays.stream(stuck)
              .boxed()
              .min(Comparator.comparingInt(item -> items.b[item]))
              .orElseThrow();
      int last = byC[to];
      int[] cover = items.cover(stuck, items.c[byC[from]], items.c[last]);
      int[] few =
          IntStream.concat(IntStream.of(first, last), Arrays.stream(cover)).distinct().toArray();
      String because =
          "of %s, one of which is there at any time, none can have lain below all others"
              .formatted(items.allOf(few));
      return new Refuted("out-of-order", because, items.operations(Arrays.stream(few)), steps());
    }

    private long steps() {
      return items.steps() + coverage.steps() + bottoms.steps();
    }
  }
}
