package dev.ordeal.checkers.transactions;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what was chosen of each item, when only the sum of it all is known: the cheapest choice,
 * and whether it is the only one as cheap.
 *
 * <p>Meet in the middle (Horowitz and Sahni, 1974): the sums of one half of the items are kept, and
 * what the other half leaves is looked up among them.
 */
final class Choices {
  /** So many choices of one half are kept. */
  private static final long MOST = 1 << 18;

  /**
   * One possibility for an item.
   *
   * @param sum what it adds
   * @param cost how unlikely it is
   */
  record Option(long sum, int cost) {}

  /**
   * The cheapest choice.
   *
   * @param cost what its options cost together
   * @param isOnly whether no other choice costs as little
   * @param options per item the number of its option
   */
  record Choice(int cost, boolean isOnly, int[] options) {}

  private record Half(int cost, long count, long code) {}

  private final List<List<Option>> items;
  private final int middle;
  private final Map<Long, Half> first = new HashMap<>();

  private int bestCost;
  private long bestCount;
  private long bestFirst;
  private long bestSecond;

  private Choices(List<List<Option>> items) {
    this.items = items;
    this.middle = items.size() / 2;
    enumerate(0, middle, 0, 0, 0, 1, this::keep);
  }

  /** Whether so many items can be chosen from. */
  static boolean isFeasible(List<List<Option>> items) {
    int middle = items.size() / 2;
    return size(items.subList(0, middle)) <= MOST
        && size(items.subList(middle, items.size())) <= MOST;
  }

  private static long size(List<List<Option>> items) {
    long size = 1;
    for (List<Option> options : items) {
      size = Math.min(MOST + 1, size * options.size());
    }
    return size;
  }

  /** Of these items; {@link #reaching} asks. */
  static Choices of(List<List<Option>> items) {
    return new Choices(items);
  }

  /** Takes one choice of a half: its sum, its cost, and which it is. */
  private interface Taker {
    void take(long sum, int cost, long code);
  }

  private void enumerate(int from, int to, long sum, int cost, long code, long unit, Taker taker) {
    if (from == to) {
      taker.take(sum, cost, code);
      return;
    }
    List<Option> options = items.get(from);
    for (int i = 0; i < options.size(); i++) {
      Option option = options.get(i);
      enumerate(
          from + 1,
          to,
          sum + option.sum(),
          cost + option.cost(),
          code + i * unit,
          unit * options.size(),
          taker);
    }
  }

  private void keep(long sum, int cost, long code) {
    first.merge(
        sum,
        new Half(cost, 1, code),
        (a, b) ->
            a.cost == b.cost
                ? new Half(a.cost, a.count + b.count, a.code)
                : a.cost < b.cost ? a : b);
  }

  /** The cheapest choice whose sum this is; its cost is {@link Integer#MAX_VALUE} if none is. */
  Choice reaching(long target) {
    bestCost = Integer.MAX_VALUE;
    bestCount = 0;
    enumerate(middle, items.size(), 0, 0, 0, 1, (sum, cost, code) -> meet(target, sum, cost, code));
    return new Choice(bestCost, bestCount == 1, options());
  }

  private void meet(long target, long sum, int cost, long code) {
    Half half = first.get(target - sum);
    if (half == null || half.cost + cost > bestCost) {
      return;
    }
    boolean isCheaper = half.cost + cost < bestCost;
    bestCount = half.count + (isCheaper ? 0 : bestCount);
    if (isCheaper) {
      bestCost = half.cost + cost;
      bestFirst = half.code;
      bestSecond = code;
    }
  }

  private int[] options() {
    int[] options = new int[items.size()];
    long code = bestFirst;
    for (int i = 0; i < options.length; i++) {
      code = i == middle ? bestSecond : code;
      int size = items.get(i).size();
      options[i] = (int) (code % size);
      code /= size;
    }
    return options;
  }
}
