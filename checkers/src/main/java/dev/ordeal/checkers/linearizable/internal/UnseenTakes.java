package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Supposes which items were taken by calls that nobody saw end.
 *
 * <p>Such a call took one of the <i>left</i> items, those that nobody is seen to have taken, at any
 * time after its begin, or it did nothing. Three questions enclose the answer:
 *
 * <ul>
 *   <li>Some left items must be gone before a certain cut, or else a call that is seen to take what
 *       lies behind it has no place. If up to some cut there are more of those than unseen calls
 *       have begun, there is no order (Hall, 1935).
 *   <li>If a history has no order although every left item may be taken from the first unseen call
 *       on, however few there are, it has none.
 *   <li>If it has an order although each unseen call may take only one certain item, it has one.
 *       The first guess gives the calls, by their begins, to the items, by the cuts before which
 *       they must be gone. A guess that is refuted names few items that are in each other's way;
 *       the left ones among these are given to earlier calls in the next guess.
 * </ul>
 *
 * <p>To suppose that an item may be taken from some time on is never worse than that nobody takes
 * it, for it may stay to the end. If no guess works out, nothing is decided here.
 */
final class UnseenTakes {
  private static final int NOTHING = -1;

  /** How often the items are given to other calls. */
  private static final int ROUNDS = 32;

  private final Items items;

  /** Per item a place among all, and one such that the items of greater places lie behind it. */
  private final int[] place;

  private final int[] front;

  /** Per item the cut before which it must be gone, or {@code never}. */
  private final int[] deadline;

  /** The item that is taken then, or the number of items plus that of the take of nothing. */
  private final int[] forcedBy;

  /**
   * The unseen takes of a collection where an item cannot be taken before what it lies behind.
   *
   * @param place per item where it lies, from 0
   * @param front per item the last place, from -1, of which nothing lies behind it; {@code y} lies
   *     behind {@code x}, given that both are there, if {@code place[y] > front[x]}
   */
  UnseenTakes(Items items, int[] place, int[] front) {
    this.items = items;
    this.place = place;
    this.front = front;
    deadline = new int[items.size()];
    forcedBy = new int[items.size()];
    Arrays.fill(deadline, items.never);
    Arrays.fill(forcedBy, NOTHING);
  }

  /** What an algorithm that knows nothing of unseen takes decides, if they do what they can. */
  Decision decide(Supplier<Decision> algorithm) {
    int[] unseen = items.unseenTakes;
    int[] left = items.left();
    if (unseen.length == 0 || left.length == 0) {
      return algorithm.get();
    }
    findDeadlines(left);
    int[] first = CountingSort.by(deadline, items.never + 1, left);
    for (int i = 0; i < first.length && deadline[first[i]] < items.never; i++) {
      if (i == unseen.length || items.begin(unseen[i]) >= deadline[first[i]]) {
        return lost(first, i);
      }
    }
    for (int item : left) {
      items.giveTo(unseen[0], item, items.never + 1);
    }
    Decision hopeful = algorithm.get();
    return hopeful instanceof Refuted ? hopeful : suppose(algorithm, left);
  }

  /** Gives the earlier calls to the items that are in the way, until it works out. */
  private Decision suppose(Supplier<Decision> algorithm, int[] left) {
    int[] wish = deadline.clone();
    long steps = items.steps();
    for (int round = 0; round < ROUNDS; round++) {
      int[] order = CountingSort.by(wish, items.never + 1, left);
      for (int i = 0; i < order.length; i++) {
        if (i < items.unseenTakes.length) {
          items.giveTo(items.unseenTakes[i], order[i], items.never + 1);
        } else {
          items.giveToNobody(order[i]);
        }
      }
      Decision decision = algorithm.get();
      steps += decision.steps();
      if (!(decision instanceof Refuted refuted)) {
        return decision.withMoreSteps(steps - decision.steps());
      }
      if (!hasten(wish, left, refuted.operations())) {
        break;
      }
    }
    return new Undecided("it hangs on what calls took that nobody saw end", steps);
  }

  /** Wishes left items to be taken before they get in the way; whether any can be. */
  private boolean hasten(int[] wish, int[] left, int[] operations) {
    boolean hastened = false;
    for (int item : left) {
      if (Arrays.binarySearch(operations, items.put[item]) < 0) {
        continue;
      }
      int sooner = Math.min(items.c[item], wish[item]);
      sooner = sooner > items.b[item] + 1 ? (items.b[item] + sooner) / 2 : sooner;
      hastened |= sooner < wish[item];
      wish[item] = sooner;
    }
    return hastened;
  }

  /** Finds for each left item the first seen take of what lies behind it all along. */
  private void findDeadlines(int[] left) {
    int[] seen = IntStream.range(0, items.size()).filter(items::isSeenTaken).toArray();
    int places =
        1 + Math.max(Arrays.stream(place).max().orElse(0), Arrays.stream(front).max().orElse(0));
    int[] byPlace = CountingSort.by(place, places, seen);
    int[] byFront = CountingSort.by(front, places, left);
    var first = new FirstEnd(items.never);
    for (int i = 0; i < items.empties.length; i++) {
      int empty = items.empties[i];
      first.add(items.begin(empty), items.end(empty), items.size() + i);
    }
    int behind = byPlace.length - 1;
    for (int i = byFront.length - 1; i >= 0; i--) {
      int item = byFront[i];
      for (; behind >= 0 && place[byPlace[behind]] > front[item]; behind--) {
        int taken = byPlace[behind];
        first.add(items.c[taken], items.d[taken], taken);
      }
      int by = first.of(items.b[item]);
      if (by != NOTHING) {
        forcedBy[item] = by;
        deadline[item] = end(by);
      }
    }
  }

  private int end(int by) {
    return by < items.size() ? items.d[by] : items.end(items.empties[by - items.size()]);
  }

  private Decision lost(int[] first, int last) {
    int[] lost = Arrays.copyOf(first, last + 1);
    int[] by = Arrays.stream(lost).map(item -> forcedBy[item]).distinct().toArray();
    var taken = Arrays.stream(by).filter(one -> one < items.size());
    int[] others =
        IntStream.concat(
                Arrays.stream(by)
                    .filter(one -> one >= items.size())
                    .map(one -> items.empties[one - items.size()]),
                Arrays.stream(items.unseenTakes, 0, last))
            .toArray();
    String because =
        "%s must have been taken before others could be as they were, and %s"
            .formatted(
                items.allOf(lost),
                last == 0
                    ? "nobody can have done it"
                    : "only %d calls that nobody saw end can have done it".formatted(last));
    int[] witness = items.operations(IntStream.concat(Arrays.stream(lost), taken), others);
    return new Refuted("lost-value", because, witness, items.steps());
  }

  /** Of intervals that begin at a cut or later, the one that ends first (Fenwick's tree, 1994). */
  private static final class FirstEnd {
    private final int[] end;
    private final int[] whose;

    FirstEnd(int cuts) {
      end = new int[cuts + 2];
      whose = new int[cuts + 2];
      Arrays.fill(end, Integer.MAX_VALUE);
      Arrays.fill(whose, NOTHING);
    }

    void add(int from, int to, int number) {
      for (int i = end.length - 1 - from; i < end.length; i += i & -i) {
        if (to < end[i]) {
          end[i] = to;
          whose[i] = number;
        }
      }
    }

    int of(int cut) {
      int best = 0;
      for (int i = end.length - 1 - cut; i > 0; i -= i & -i) {
        best = end[i] < end[best] ? i : best;
      }
      return whose[best];
    }
  }
}
