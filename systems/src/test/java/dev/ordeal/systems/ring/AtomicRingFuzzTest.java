package dev.ordeal.systems.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Verdict;
import org.junit.jupiter.api.Test;

/**
 * The atomic ring's promise under loss, repetition, crashes, pauses and changes of its members,
 * over many seeds; more with {@code -Dordeal.ring.seeds=5000}.
 */
class AtomicRingFuzzTest {
  private static final long SEEDS = Long.getLong("ordeal.ring.seeds", 30);
  private static final long FIRST = Long.getLong("ordeal.ring.first-seed", 0);

  @Test
  void every_key_is_linearizable_and_its_replicas_agree_in_the_end() {
    int answered = 0;
    int unknown = 0;
    long changes = 0;
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      var torment = new RingTorment("ring-atomic", seed).run();
      Verdict verdict = torment.verdict();
      assertThat(RingTorment.isValid(verdict)).as("seed %d: %s", seed, verdict).isTrue();
      torment.mustConverge();
      answered += torment.answered();
      unknown += torment.unknown();
      changes += torment.changes();
    }
    System.getLogger(getClass().getName())
        .log(
            System.Logger.Level.INFO,
            "{0} seeds: {1} answers, {2} unknown, views up to {3} on the average",
            SEEDS,
            answered,
            unknown,
            changes / SEEDS);
    assertThat(answered).as("answers").isGreaterThan((int) (300 * SEEDS));
    assertThat(changes).as("changes of the view").isGreaterThan(3 * SEEDS);
  }
}
