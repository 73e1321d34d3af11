package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Orders values as a comparator does.
 *
 * <p>Most comparators have longs in their natural order, or in the reverse one. So longs are sorted
 * by that first, as numbers in one array, and the comparator is asked of neighbours only: if it
 * agrees with all of these, it agrees with the whole, for it is transitive.
 */
record Ranking(@Nullable Object[] values, Comparator<Object> comparator) {

  /**
   * An order of the values: their numbers, and the values themselves. Those of longs are made anew
   * from the keys that were sorted: the values lie all over the memory.
   */
  private record Sorted(int[] numbers, IntFunction<@Nullable Object> values) {
    Sorted reversed() {
      int last = numbers.length - 1;
      int[] backwards = IntStream.rangeClosed(0, last).map(i -> numbers[last - i]).toArray();
      return new Sorted(backwards, i -> values.apply(last - i));
    }
  }

  /** Per value how many are strictly before it. */
  int[] ranks() {
    Optional<Sorted> natural = asLongs();
    Sorted sorted =
        natural
            .filter(this::isSorted)
            .or(() -> natural.map(Sorted::reversed).filter(this::isSorted))
            .orElseGet(this::byComparator);
    int[] rank = new int[values.length];
    int before = 0;
    for (int i = 1; i < rank.length; i++) {
      before = compare(sorted, i) == 0 ? before : i;
      rank[sorted.numbers()[i]] = before;
    }
    return rank;
  }

  /** Compares the value at a place of an order with the next one. */
  private int compare(Sorted sorted, int place) {
    return comparator.compare(sorted.values().apply(place - 1), sorted.values().apply(place));
  }

  private boolean isSorted(Sorted sorted) {
    return IntStream.range(1, values.length).allMatch(i -> compare(sorted, i) <= 0);
  }

  /** By the natural order of longs that are not too far apart; empty if they are, or others. */
  private Optional<Sorted> asLongs() {
    if (values.length == 0 || !Arrays.stream(values).allMatch(Long.class::isInstance)) {
      return Optional.empty();
    }
    var range = Arrays.stream(values).mapToLong(value -> (Long) value).summaryStatistics();
    long least = range.getMin();
    if (range.getMax() - least < 0 || range.getMax() - least >> 31 != 0) {
      return Optional.empty();
    }
    long[] keyed = new long[values.length];
    Arrays.setAll(keyed, i -> ((Long) values[i] - least) << 32 | i);
    Arrays.sort(keyed);
    int[] numbers = Arrays.stream(keyed).mapToInt(both -> (int) both).toArray();
    return Optional.of(new Sorted(numbers, i -> (keyed[i] >>> 32) + least));
  }

  private Sorted byComparator() {
    int[] numbers =
        IntStream.range(0, values.length)
            .boxed()
            .sorted((one, other) -> comparator.compare(values[one], values[other]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new Sorted(numbers, i -> values[numbers[i]]);
  }
}
