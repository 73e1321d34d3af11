package dev.ordeal.checkers.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.bench.LaggingRegisters;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is too large to enumerate: known answers, and witnesses small enough to enumerate. */
class LargeHistoriesTest {
  private static final int OPERATIONS = 3_000;
  private static final int SEEDS = 8;

  @Test
  void a_log_that_sessions_follow_with_a_lag_keeps_every_promise() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      var history = LaggingRegisters.of(seed, OPERATIONS, 8, (int) (1 + seed), 20, OPERATIONS);
      assertThat(SessionGuarantees.ofKeys().check(history).validity()).isEqualTo(Validity.VALID);
      assertThat(SequentialConsistency.ofKeys().check(history).validity())
          .as("seed %d", seed)
          .isEqualTo(Validity.VALID);
    }
  }

  @Test
  void one_stale_read_in_thousands_is_found_and_shown_in_a_few_ops() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      int from = OPERATIONS * 9 / 10;
      var history = LaggingRegisters.of(seed, OPERATIONS, 8, (int) (1 + seed), 20, from);
      shows(SessionGuarantees.ofKeys().check(history), 8);
      shows(SequentialConsistency.ofKeys().check(history), 8);
    }
  }

  @Test
  void one_value_that_is_swapped_for_an_old_one_is_found_if_the_promise_forbids_it() {
    int invalid = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      var spoiled = spoiled(LaggingRegisters.of(seed, OPERATIONS, 8, 2, 5, OPERATIONS), seed);
      var sessions = SessionGuarantees.ofKeys().check(spoiled);
      var sequential = SequentialConsistency.ofKeys().check(spoiled);
      assertThat(sequential.validity()).isGreaterThanOrEqualTo(sessions.validity());
      if (sequential.validity() == Validity.INVALID) {
        invalid++;
        shows(sequential, 16);
      }
    }
    assertThat(invalid).isGreaterThan(SEEDS / 2);
  }

  @Test
  void a_fresh_session_that_sees_the_news_of_one_key_and_no_past_of_another_is_refuted() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      var log = LaggingRegisters.of(seed, OPERATIONS, 8, 2, 20, OPERATIONS);
      var ops = new ArrayList<Op>();
      log.forEach(ops::add);
      Object last =
          log.stream()
              .filter(op -> op.f().equals("write") && ((List<?>) op.value()).get(0).equals(0L))
              .reduce((a, b) -> b)
              .orElseThrow()
              .value();
      for (Object seen : List.of(last, Arrays.asList(1L, null))) {
        var read = Op.invoke("read").withProcess(100).withTime(OPERATIONS * 3L);
        ops.add(read);
        ops.add(read.ok(seen));
      }
      var history = History.of(ops);
      assertThat(SessionGuarantees.ofKeys().check(history).validity()).isEqualTo(Validity.VALID);
      var verdict = SequentialConsistency.ofKeys().check(history);
      assertThat(verdict.stats()).containsEntry("algorithm", "saturation");
      shows(verdict, 10);
    }
  }

  /** The same history where one late read answers what was read long before. */
  private static History spoiled(History history, long seed) {
    var random = new Random(seed);
    var ops = new ArrayList<Op>();
    history.forEach(ops::add);
    var reads = ops.stream().filter(op -> op.type() == Type.OK && op.f().equals("read")).toList();
    Op late = reads.get(reads.size() - 1 - random.nextInt(reads.size() / 10));
    Object key = ((List<?>) late.value()).get(0);
    var same = reads.stream().filter(op -> ((List<?>) op.value()).get(0).equals(key)).toList();
    Object old = same.get(same.size() / 3).value();
    ops.set(late.index(), late.withValue(old));
    return History.of(ops);
  }

  private static void shows(Verdict verdict, int mostOps) {
    assertThat(verdict.validity()).as(verdict.reason()).isEqualTo(Validity.INVALID);
    for (var anomaly : verdict.anomalies()) {
      assertThat(anomaly.witness()).as(anomaly.because()).hasSizeLessThanOrEqualTo(mostOps);
      var witness = History.of(anomaly.witness());
      assertThat(Interleavings.isSequential(witness)).as(anomaly.because()).isFalse();
      if (!anomaly.name().equals("sequential-consistency")) {
        assertThat(TextbookSessions.holds(witness, EnumSet.allOf(Guarantee.class))).isFalse();
      }
    }
  }
}
