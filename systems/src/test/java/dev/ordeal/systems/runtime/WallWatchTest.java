package dev.ordeal.systems.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a node says of its wall clock, which is looked at each 250 ms. */
class WallWatchTest {
  private static final long LOOK = 250;

  private final List<String> said = new ArrayList<>();
  private final WallWatch watch = new WallWatch(said::add, Instant.EPOCH, 0);
  private long wallMillis;
  private long trueMillis;

  @Test
  void a_true_clock_is_not_worth_a_word() {
    pass(100, 1);
    assertThat(said).isEmpty();
  }

  @Test
  void a_jump_is_told_once() {
    pass(4, 1);
    wallMillis += 30_000;
    pass(4, 1);
    wallMillis -= 90_000;
    pass(4, 1);
    assertThat(said)
        .containsExactly(
            "the wall clock jumped by +30.000 s", "the wall clock jumped by -90.000 s");
  }

  @Test
  void a_jump_is_seen_by_a_look_that_comes_early() {
    wallMillis += 30_000;
    pass(1, 1, 3);
    assertThat(said).containsExactly("the wall clock jumped by +30.000 s");
  }

  @Test
  void a_rate_is_told_once_two_looks_agree_and_again_when_it_is_over() {
    pass(4, 1);
    pass(40, 1.5);
    assertThat(said)
        .containsExactly(
            "the wall clock jumped by +0.125 s",
            "the wall clock runs at 1.500 times the true rate");
    said.clear();
    wallMillis -= 5_000;
    pass(8, 1);
    assertThat(said)
        .containsExactly(
            "the wall clock jumped by -5.125 s", "the wall clock runs at its true rate again");
  }

  @Test
  void a_jump_is_told_of_a_clock_that_is_slow() {
    pass(8, 0.5);
    said.clear();
    wallMillis += 3_000;
    pass(8, 0.5);
    assertThat(said).containsExactly("the wall clock jumped by +3.000 s");
  }

  private void pass(int looks, double rate) {
    pass(looks, rate, LOOK);
  }

  private void pass(int looks, double rate, long millis) {
    for (int look = 0; look < looks; look++) {
      trueMillis += millis;
      wallMillis += Math.round(rate * millis);
      watch.look(Instant.ofEpochMilli(wallMillis), trueMillis * 1_000_000);
    }
  }
}
