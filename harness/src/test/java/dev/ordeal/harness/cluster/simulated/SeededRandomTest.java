package dev.ordeal.harness.cluster.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class SeededRandomTest {

  @Test
  void every_seed_and_every_path_has_a_stream_of_its_own() {
    var firsts = new HashSet<Long>();
    for (long seed = 0; seed < 100; seed++) {
      for (long path = 0; path < 100; path++) {
        firsts.add(SeededRandom.of(seed, path).nextLong());
        firsts.add(SeededRandom.of(seed, path, 0).nextLong());
      }
    }
    assertThat(firsts).hasSize(20_000);
  }

  @Test
  void bounded_draws_stay_in_bounds_and_reach_all_of_them() {
    var random = SeededRandom.of(1);
    var small = new HashSet<Integer>();
    for (int draw = 0; draw < 10_000; draw++) {
      small.add(random.nextInt(-3, 4));
      assertThat(random.nextLong(1L << 40)).isBetween(0L, (1L << 40) - 1);
      assertThat(random.nextLong(Long.MIN_VALUE, 5)).isLessThan(5);
      assertThat(random.nextDouble()).isBetween(0.0, Math.nextDown(1.0));
    }
    assertThat(small).containsExactlyInAnyOrder(-3, -2, -1, 0, 1, 2, 3);
    assertThatThrownBy(() -> random.nextInt(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> random.nextLong(5, 5)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_uniform_latency_reaches_both_its_bounds() {
    var latency = LatencyDistribution.uniform(Duration.ofNanos(3), Duration.ofNanos(6));
    var random = SeededRandom.of(1);
    var drawn = new HashSet<Long>();
    for (int draw = 0; draw < 1_000; draw++) {
      drawn.add(latency.sample(random));
    }
    assertThat(drawn).containsExactlyInAnyOrder(3L, 4L, 5L, 6L);
  }

  @Test
  void an_exponential_latency_has_its_floor_its_mean_and_its_tail() {
    var latency = LatencyDistribution.exponential(Duration.ofMillis(1), Duration.ofMillis(2));
    var random = SeededRandom.of(1);
    long sum = 0;
    long most = 0;
    int aboveTwoMeans = 0;
    for (int draw = 0; draw < 200_000; draw++) {
      long sample = latency.sample(random);
      assertThat(sample).isGreaterThanOrEqualTo(1_000_000);
      sum += sample;
      most = Math.max(most, sample);
      aboveTwoMeans += sample > 5_000_000 ? 1 : 0;
    }
    assertThat(sum / 200_000).isBetween(2_960_000L, 3_040_000L);
    assertThat(most).isBetween(15_000_000L, 23_000_000L);
    assertThat(aboveTwoMeans / 200_000.0).isBetween(0.130, 0.141); // e^-2 = 0.1353
  }

  @Test
  void a_latency_that_makes_no_sense_is_refused() {
    assertThatThrownBy(() -> LatencyDistribution.uniform(Duration.ofMillis(2), Duration.ZERO))
        .hasMessageContaining("least <= most");
    assertThatThrownBy(() -> LatencyDistribution.constant(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(LatencyDistribution.constant(Duration.ofMillis(1))).hasToString("constant PT0.001S");
  }
}
