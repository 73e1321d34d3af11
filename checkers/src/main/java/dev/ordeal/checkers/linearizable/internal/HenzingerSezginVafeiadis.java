package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decides queues of unique values in linear time, by Henzinger, Sezgin and Vafeiadis' violations
 * ("Aspect-oriented linearizability proofs", CONCUR 2013; shown to be all there are by Bouajjani,
 * Emmi, Enea and Hamza, "On reducing linearizability to state reachability", ICALP 2015).
 *
 * <p>In the words of {@link Items}, a history is refuted if and only if some value is taken twice
 * or before it is put, or
 *
 * <ul>
 *   <li>some {@code x} is put before {@code y} and {@code y} is taken before {@code x}: {@code b_x
 *       <= a_y} and {@code d_y <= c_x};
 *   <li>or the zones of some items cover all cuts of a take that found nothing.
 * </ul>
 *
 * <p>If none of it holds an order is built. For each take of nothing, choose the first cut in it
 * that no zone covers. An item whose {@code c} is not after a chosen cut lies before it as a whole,
 * any other as a whole after it: if {@code c > t} then {@code b > t}, for {@code t} is not in the
 * zone. The chosen cuts so part the items, and the first condition holds within a part as it did:
 * its inequalities speak of ranks on the same side.
 *
 * <p>Within a part let {@code u} have the least {@code b} and {@code v} the least {@code d}. If
 * {@code c_u < d_v} nobody must be put or taken before {@code u}, which becomes the next in the
 * queue. Else {@code v} must be taken before {@code u}, so by the first condition {@code a_v <
 * b_u}, and {@code v} becomes the next. What remains is such a part again. In the order so found,
 * the i-th item is put at the greatest {@code a} up to there and taken at the greatest {@code c} or
 * {@code a} up to there: no item after it has to come before it, so both are below its {@code b}
 * and {@code d}. Both grow along the order, and at one cut puts come before takes, so the queue is
 * first in, first out.
 *
 * <p><b>Takes that nobody saw end.</b> Let the <i>left</i> items, those nobody is seen to take, be
 * sorted by {@code b} and the unseen takes by begin; then the i-th item may be given to the i-th
 * take, with {@code d = never}. For take any linearization. An unseen take that is not in it can be
 * added at its end. If of two left items the queue has {@code x} before {@code y} although {@code
 * b_y < b_x}, put and take of {@code x} can be moved to just behind put and take of {@code y}: the
 * put is still within its interval, for it moves to a cut below {@code b_y}; the take has no end to
 * miss; and nobody else notices. (If only {@code x} is taken, its take can take {@code y} instead,
 * at the very end.) So the left items are queued by {@code b}; they are taken in that order, a
 * first part of them, and the takes that do it may be exchanged until they stand by their begins.
 */
public final class HenzingerSezginVafeiadis implements Algorithm {

  @Override
  public String name() {
    return "henzinger-sezgin-vafeiadis";
  }

  @Override
  public Decision decide(Problem problem, Intervals order, Model<?> model) {
    var reader = new ItemReader(problem, order, model);
    return reader.objection().orElseGet(() -> new Run(reader.items()).decide());
  }

  private static final class Run {
    private final Items items;

    /** The items that nobody is seen to have taken, by {@code b}. */
    private final int[] left;

    /** Per empty take the cut chosen for it, and per cut whether it was chosen. */
    private final int[] cutOf;

    private final boolean[] isChosen;

    /** The items in the order of the queue, as far as they are queued. */
    private final int[] queue;

    private final boolean[] isQueued;

    /** The order that is built, as far as it is. */
    private final int[] built;

    private int builtSize;

    Run(Items items) {
      this.items = items;
      left = items.left();
      cutOf = new int[items.empties.length];
      isChosen = new boolean[items.never + 1];
      queue = new int[items.size()];
      isQueued = new boolean[items.size()];
      built = new int[2 * items.size() + cutOf.length];
    }

    Decision decide() {
      for (int i = 0; i < Math.min(left.length, items.unseenTakes.length); i++) {
        items.giveTo(items.unseenTakes[i], left[i], items.never);
      }
      int covered = chooseCuts();
      return covered >= 0 ? falseEmpty(items.empties[covered]) : build();
    }

    /** Chooses a cut for each empty take; answers the first that has none, or -1. */
    private int chooseCuts() {
      int[] free = firstFree();
      for (int i = 0; i < cutOf.length; i++) {
        cutOf[i] = free[items.begin(items.empties[i])];
        if (cutOf[i] >= items.end(items.empties[i])) {
          return i;
        }
        isChosen[cutOf[i]] = true;
      }
      return -1;
    }

    /** Per cut the first from there on that no zone covers. */
    private int[] firstFree() {
      int[] covering = new int[items.never + 1];
      for (int item = 0; item < items.size(); item++) {
        if (items.b[item] < items.c[item]) {
          covering[items.b[item]]++;
          covering[items.c[item]]--;
        }
      }
      for (int cut = 1; cut < items.never; cut++) {
        covering[cut] += covering[cut - 1];
      }
      int free = items.never;
      for (int cut = items.never; cut >= 0; cut--) {
        free = covering[cut] == 0 && cut < items.never ? cut : free;
        covering[cut] = free;
      }
      return covering;
    }

    private Decision build() {
      int[] partAt = new int[isChosen.length];
      for (int cut = 1; cut < partAt.length; cut++) {
        partAt[cut] = partAt[cut - 1] + (isChosen[cut - 1] ? 1 : 0);
      }
      int parts = partAt[items.never] + 1;
      int[] part = Arrays.stream(items.c).map(c -> partAt[c]).toArray();
      int[] byB = CountingSort.by(part, parts, CountingSort.by(items.b, items.never + 1));
      int[] byD = CountingSort.by(part, parts, CountingSort.by(items.d, items.never + 2));
      int[] emptyPart = Arrays.stream(cutOf).map(cut -> partAt[cut]).toArray();
      int[] empties = CountingSort.by(emptyPart, parts);
      int empty = 0;
      for (int from = 0, to = 0, now = 0; now < parts; from = to, now++) {
        while (to < byB.length && part[byB[to]] == now) {
          to++;
        }
        var pair = enqueue(byB, byD, from, to);
        if (pair.isPresent()) {
          return pair.get();
        }
        merge(from, to);
        while (empty < empties.length && emptyPart[empties[empty]] == now) {
          built[builtSize++] = items.empties[empties[empty++]];
        }
      }
      return new Ordered(Arrays.copyOf(built, builtSize), items.steps());
    }

    /** Queues the items of a part, or says which two cannot be queued. */
    private Optional<Decision> enqueue(int[] byB, int[] byD, int from, int to) {
      for (int size = from, i = from, j = from; size < to; size++) {
        while (isQueued[byB[i]]) {
          i++;
        }
        while (isQueued[byD[j]]) {
          j++;
        }
        int next = byB[i];
        if (items.c[next] >= items.d[byD[j]]) {
          next = byD[j];
          if (items.a[next] >= items.b[byB[i]]) {
            return Optional.of(outOfOrder(byB[i], next));
          }
        }
        isQueued[next] = true;
        queue[size] = next;
      }
      return Optional.empty();
    }

    /** Merges puts and takes of a part by the cuts where they happen. */
    private void merge(int from, int to) {
      int[] takeCut = new int[to - from];
      int latest = -1;
      for (int i = from; i < to; i++) {
        latest = Math.max(latest, Math.max(items.a[queue[i]], items.c[queue[i]]));
        takeCut[i - from] = latest;
      }
      int putCut = from < to ? items.a[queue[from]] : 0;
      for (int i = from, j = from; j < to; ) {
        if (i < to && putCut <= takeCut[j - from]) {
          built[builtSize++] = items.put[queue[i++]];
          putCut = i < to ? Math.max(putCut, items.a[queue[i]]) : putCut;
        } else {
          if (items.isTaken(queue[j])) {
            built[builtSize++] = items.take[queue[j]];
          }
          j++;
        }
      }
    }

    private Decision outOfOrder(int first, int second) {
      String because =
          "%s is put before %s, but %s is taken before anybody can have taken %s"
              .formatted(
                  items.value(first), items.value(second), items.value(second), items.value(first));
      return new Refuted("out-of-order", because, witness(first, second), items.steps());
    }

    private Decision falseEmpty(int empty) {
      int[] cover = items.cover(empty);
      return items.falseEmpty(empty, cover, witness(cover));
    }

    /**
     * The operations of some items. For a left one, all left items and unseen takes up to it come
     * along, so that it is given the same take, or none, when they are judged by themselves.
     */
    private int[] witness(int... some) {
      int given = Math.min(left.length, items.unseenTakes.length);
      int[] place = new int[items.size()];
      Arrays.fill(place, -1);
      for (int i = 0; i < left.length; i++) {
        place[left[i]] = Math.min(i, given);
      }
      int last = Arrays.stream(some).map(item -> place[item]).max().orElse(-1);
      if (given == 0 || last < 0) {
        return items.operations(Arrays.stream(some));
      }
      var seen = Arrays.stream(some).filter(item -> place[item] < 0);
      return items.operations(IntStream.concat(Arrays.stream(left, 0, last + 1), seen));
    }
  }
}
