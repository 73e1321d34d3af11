package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Orders values as a comparator does.
 *
 * <p>Most comparators have longs in their natural order, or in the reverse one. So longs are sorted
 * by that first, as numbers in one array, and the comparator is asked of neighbours only: if it
 * agrees with all of these, it agrees with the whole, for it is transitive.
 */
record Ranking(@Nullable Object[] values, Comparator<Object> comparator) {

  /** Per value how many are strictly before it. */
  int[] ranks() {
    int[] sorted = sorted();
    int[] rank = new int[sorted.length];
    for (int i = 1; i < sorted.length; i++) {
      boolean ties = compare(sorted[i - 1], sorted[i]) == 0;
      rank[sorted[i]] = ties ? rank[sorted[i - 1]] : i;
    }
    return rank;
  }

  private int compare(int one, int other) {
    return comparator.compare(values[one], values[other]);
  }

  private int[] sorted() {
    Optional<int[]> natural = asLongs();
    return natural
        .filter(this::isSorted)
        .or(() -> natural.map(Ranking::reversed).filter(this::isSorted))
        .orElseGet(this::byComparator);
  }

  /** By the natural order of longs that are not too far apart; empty if they are, or others. */
  private Optional<int[]> asLongs() {
    if (!Arrays.stream(values).allMatch(Long.class::isInstance)) {
      return Optional.empty();
    }
    var range = longs().summaryStatistics();
    long least = range.getMin();
    if (values.length == 0 || range.getMax() - least < 0 || range.getMax() - least >> 31 != 0) {
      return Optional.empty();
    }
    long[] keyed = new long[values.length];
    Arrays.setAll(keyed, i -> ((Long) values[i] - least) << 32 | i);
    Arrays.sort(keyed);
    return Optional.of(Arrays.stream(keyed).mapToInt(both -> (int) both).toArray());
  }

  private LongStream longs() {
    return Arrays.stream(values).mapToLong(value -> (Long) value);
  }

  private static int[] reversed(int[] sorted) {
    return IntStream.range(0, sorted.length).map(i -> sorted[sorted.length - 1 - i]).toArray();
  }

  private boolean isSorted(int[] order) {
    return IntStream.range(1, order.length).allMatch(i -> compare(order[i - 1], order[i]) <= 0);
  }

  private int[] byComparator() {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(this::compare)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
