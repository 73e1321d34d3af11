package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Structure;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides priority queues of unique values value by value, the best first, as Lee and Mathur do
 * ("Efficient decrease-and-conquer linearizability monitoring", OOPSLA 2025): a value that is the
 * worst of all disturbs none of the others, so it may be judged last and by itself.
 *
 * <p>In the words of {@link Items}: an item can be taken only at a cut that no zone of a strictly
 * better item covers, and nothing can be taken only at a cut that no zone covers. That is enough.
 * Let {@code u} be the first such cut in {@code [c, d)}. The item is taken there, and put at cut
 * {@code min(b - 1, u)}: as late as possible. At one cut, first items are taken, the best first,
 * each put just before if its put is at this cut; then those that find nothing; then whatever else
 * is put.
 *
 * <p>Why: an item {@code y} is so in the queue from its {@code b} on, until {@code u_y}. The cuts
 * {@code [c_y, u_y)} are covered by zones of better ones, so all that is there at a cut covers it
 * by a zone of its own or of a better one. If a cut is covered by no zone better than {@code x},
 * none better than {@code x} is there, but for those put at the end of the cut or taken within it,
 * before {@code x}.
 *
 * <p>As zones only accumulate, the first cut that is left is found by disjoint sets; all but the
 * sorting of the values is almost linear. Takes that nobody saw end: see {@link UnseenTakes}.
 */
public final class LeeMathurPriorityQueue implements Algorithm {

  @Override
  public String name() {
    return "lee-mathur-priority-queue";
  }

  @Override
  public Decision decide(Problem problem, Intervals order, Model<?> model) {
    var reader = new ItemReader(problem, order, model);
    var bestFirst = ((Structure.PriorityQueue) model.structure()).bestFirst();
    return reader.objection().orElseGet(() -> decide(reader.items(), bestFirst));
  }

  private static Decision decide(Items items, Comparator<Object> bestFirst) {
    var values = new @Nullable Object[items.size()];
    Arrays.setAll(values, items::value);
    var ranks = new Ranking(values, bestFirst).ranks();
    return new UnseenTakes(items, ranks, ranks).decide(() -> new Run(items, ranks).decide());
  }

  private static final class Run {
    private final Items items;

    /** Per item how many values are strictly better. */
    private final int[] rank;

    private final int[] bestFirst;
    private final NextFree free;

    /** Per item the cut where it is taken, or {@code never}. */
    private final int[] takeCut;

    Run(Items items, int[] rank) {
      this.items = items;
      this.rank = rank;
      bestFirst = CountingSort.by(rank, items.size());
      free = new NextFree(items.never);
      takeCut = new int[items.size()];
    }

    Decision decide() {
      for (int from = 0, to; from < bestFirst.length; from = to) {
        for (to = from; to < bestFirst.length && isTie(from, to); to++) {
          int item = bestFirst[to];
          takeCut[item] = free.from(items.c[item]);
          if (takeCut[item] >= items.d[item] && items.isSeenTaken(item)) {
            return outOfOrder(item);
          }
        }
        for (int i = from; i < to; i++) {
          free.remove(items.b[bestFirst[i]], items.c[bestFirst[i]]);
        }
      }
      int[] emptyCut = new int[items.empties.length];
      for (int i = 0; i < emptyCut.length; i++) {
        int empty = items.empties[i];
        emptyCut[i] = free.from(items.begin(empty));
        if (emptyCut[i] >= items.end(empty)) {
          int[] cover = items.cover(empty);
          return items.falseEmpty(empty, cover, items.operations(Arrays.stream(cover)));
        }
      }
      return build(emptyCut);
    }

    private boolean isTie(int from, int to) {
      return rank[bestFirst[from]] == rank[bestFirst[to]];
    }

    private Decision build(int[] emptyCut) {
      int[] putCut = new int[items.size()];
      Arrays.setAll(putCut, item -> Math.min(items.b[item] - 1, takeCut[item]));
      int[] takes = CountingSort.by(takeCut, items.never + 1, bestFirst);
      int[] puts = CountingSort.by(putCut, items.never);
      int[] empties = CountingSort.by(emptyCut, items.never);
      int[] built = new int[2 * items.size() + empties.length];
      int size = 0;
      int taken = 0;
      int put = 0;
      int empty = 0;
      for (int cut = 0; cut < items.never; cut++) {
        for (; taken < takes.length && takeCut[takes[taken]] == cut; taken++) {
          if (putCut[takes[taken]] == cut) {
            built[size++] = items.put[takes[taken]];
          }
          built[size++] = items.take[takes[taken]];
        }
        for (; empty < empties.length && emptyCut[empties[empty]] == cut; empty++) {
          built[size++] = items.empties[empties[empty]];
        }
        for (; put < puts.length && putCut[puts[put]] == cut; put++) {
          if (takeCut[puts[put]] > cut) {
            built[size++] = items.put[puts[put]];
          }
        }
      }
      return new Ordered(Arrays.copyOf(built, size), items.steps());
    }

    private Decision outOfOrder(int item) {
      int[] better =
          IntStream.range(0, items.size()).filter(other -> rank[other] < rank[item]).toArray();
      int[] cover = items.cover(better, items.c[item], items.d[item]);
      String because =
          "%s takes %s, but at any time in it %s is there, which is better"
              .formatted(items.who(items.take[item]), items.value(item), items.anyOf(cover));
      int[] witness = items.operations(IntStream.concat(IntStream.of(item), Arrays.stream(cover)));
      return new Refuted("out-of-order", because, witness, items.steps());
    }
  }
}
