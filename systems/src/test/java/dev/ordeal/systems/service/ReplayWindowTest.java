package dev.ordeal.systems.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {

  @Test
  void among_the_last_64_numbers_exactly_the_unseen_are_new() {
    for (long seed = 0; seed < 200; seed++) {
      var random = new SplittableRandom(seed);
      var window = new ReplayWindow();
      Set<Long> seen = new HashSet<>();
      long base = 100;
      long greatest = base;
      window.isNew("c1", base);
      seen.add(base);
      for (int i = 0; i < 500; i++) {
        long number = greatest - 63 + random.nextLong(80);
        boolean expected = seen.add(number) && number > base - 64;
        assertThat(window.isNew("c1", number)).as("seed %d, %d", seed, number).isEqualTo(expected);
        greatest = Math.max(greatest, number);
      }
    }
  }

  @Test
  void what_is_older_than_the_window_counts_as_a_replay() {
    var window = new ReplayWindow();
    assertThat(window.isNew("c1", 1_000)).isTrue();
    assertThat(window.isNew("c1", 936)).isFalse();
    assertThat(window.isNew("c1", 937)).isTrue();
    assertThat(window.isNew("c1", Long.MAX_VALUE)).isTrue();
    assertThat(window.isNew("c1", Long.MIN_VALUE)).isFalse();
    assertThat(window.isNew("c2", 936)).isTrue();
  }
}
