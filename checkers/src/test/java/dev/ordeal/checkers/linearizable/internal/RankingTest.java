package dev.ordeal.checkers.linearizable.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final Comparator<Object> NATURAL = Comparator.comparing(value -> (Long) value);
  private static final Comparator<Object> BY_TEXT = Comparator.comparing(String::valueOf);

  /** The definition. */
  private static int[] counted(Object[] values, Comparator<Object> comparator) {
    return IntStream.range(0, values.length)
        .map(
            i ->
                (int)
                    Arrays.stream(values)
                        .filter(other -> comparator.compare(other, values[i]) < 0)
                        .count())
        .toArray();
  }

  private static void agrees(Object[] values, Comparator<Object> comparator) {
    assertThat(new Ranking(values, comparator).ranks())
        .as(Arrays.toString(values))
        .isEqualTo(counted(values, comparator));
  }

  @Test
  void a_rank_is_how_many_values_are_strictly_before() {
    for (long seed = 1; seed <= 500; seed++) {
      var random = new SplittableRandom(seed);
      long from = random.nextLong();
      long wide = 1L << random.nextInt(1, 63);
      Object[] values =
          random
              .longs(random.nextInt(30), from >> random.nextInt(60), Long.MAX_VALUE)
              .map(value -> random.nextBoolean() ? value % wide : value % 10)
              .boxed()
              .toArray();
      agrees(values, NATURAL);
      agrees(values, NATURAL.reversed());
      agrees(values, Comparator.comparing(value -> (Long) value / 10));
      agrees(values, Comparator.comparing(value -> Math.floorMod((Long) value, 7L)));
      agrees(values, BY_TEXT);
    }
  }

  @Test
  void values_need_not_be_near_each_other_or_numbers() {
    agrees(new Object[] {}, NATURAL);
    agrees(new Object[] {Long.MAX_VALUE, Long.MIN_VALUE, 0L}, NATURAL);
    agrees(new Object[] {Long.MAX_VALUE, Long.MAX_VALUE - (1L << 31), Long.MAX_VALUE - 1}, NATURAL);
    agrees(new Object[] {-1L, (1L << 31) - 2, (1L << 31) - 1}, NATURAL);
    agrees(new Object[] {"b", 1L, "a", true, 2.5}, BY_TEXT);
    agrees(LongStream.range(0, 100).map(i -> i * 37 % 100).boxed().toArray(), NATURAL);
  }
}
