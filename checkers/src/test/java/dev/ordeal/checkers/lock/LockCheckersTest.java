package dev.ordeal.checkers.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checkers;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import dev.ordeal.history.Notation;
import dev.ordeal.history.Op;
import org.junit.jupiter.api.Test;

class LockCheckersTest {
  private static final String STALE_WRITE =
      """
      4.000s p3 invoke acquire
      4.012s p3 ok acquire token 17
      4.019s nemesis invoke pause n3
      4.020s nemesis info pause n3
      4.025s p3 invoke write token 17 value 1
      6.001s p1 invoke acquire
      6.025s p1 ok acquire token 18
      6.026s p1 invoke write token 18 value 2
      6.030s p1 ok write token 18 value 2
      7.000s p3 ok write token 17 value 1
      7.100s p3 invoke write token 17 value 3
      7.229s p3 ok write token 17 value 3
      """;

  private static Verdict fenced(String text) {
    return LockCheckers.fenced().check(History.parse(text));
  }

  private static Verdict exclusive(String text) {
    return LockCheckers.exclusive().check(History.parse(text));
  }

  @Test
  void a_write_with_a_stale_token_is_explained_with_the_fault_between() {
    Verdict verdict = fenced(STALE_WRITE);
    assertThat(verdict.validity()).isEqualTo(Validity.INVALID);
    Anomaly anomaly = verdict.anomalies().get(0);
    assertThat(anomaly.name()).isEqualTo("stale-token-write");
    assertThat(anomaly.because())
        .isEqualTo(
            "the resource takes p3's write with token 17 after p1's with the newer token 18");
    assertThat(Notation.printAligned(anomaly.witness()))
        .isEqualTo(
            """
            4.000s  p3      invoke acquire
            4.012s  p3      ok     acquire token 17
            4.020s  nemesis info   pause   n3
            6.001s  p1      invoke acquire
            6.025s  p1      ok     acquire token 18
            6.026s  p1      invoke write   token 18 value 2
            6.030s  p1      ok     write   token 18 value 2
            7.100s  p3      invoke write   token 17 value 3
            7.229s  p3      ok     write   token 17 value 3
            """);
  }

  @Test
  void a_write_that_may_have_come_before_the_newer_token_is_no_stale_write() {
    String withoutTheLast = STALE_WRITE.substring(0, STALE_WRITE.indexOf("7.100s"));
    assertThat(fenced(withoutTheLast).validity()).isEqualTo(Validity.VALID);
  }

  @Test
  void two_holders_are_no_anomaly_where_leases_run_out_but_one_of_a_mutex() {
    String bothHold =
        """
        1s p1 invoke acquire
        2s p1 ok acquire token 1
        2.5s nemesis invoke cut
        2.6s nemesis info cut n1
        3s p2 invoke acquire
        4s p2 ok acquire token 2
        """;
    assertThat(fenced(bothHold).validity()).isEqualTo(Validity.VALID);
    Verdict verdict = exclusive(bothHold);
    assertThat(verdict.anomalies()).extracting(Anomaly::name).containsExactly("mutual-exclusion");
    assertThat(verdict.anomalies().get(0).because()).startsWith("p2 acquires while p1 holds");
    assertThat(verdict.anomalies().get(0).witness()).extracting(Op::f).contains("cut");
  }

  @Test
  void tokens_have_to_grow() {
    Verdict verdict =
        fenced(
            """
            1s p1 invoke acquire
            2s p1 ok acquire token 5
            3s p2 invoke acquire
            4s p2 ok acquire token 5
            """);
    assertThat(verdict.anomalies()).extracting(Anomaly::name).containsExactly("token-not-growing");
    assertThat(verdict.anomalies().get(0).because()).startsWith("token 5 is granted twice");
  }

  private static final String FINAL =
      """
      1s p1 invoke acquire
      2s p1 ok acquire token 1
      3s p1 invoke release token 1
      4s p1 ok release token 1
      5s nemesis invoke heal
      6s nemesis info heal
      """;

  @Test
  void a_process_that_only_fails_after_the_heal_makes_no_progress() {
    Verdict verdict =
        exclusive(
            FINAL
                + """
                7s p1 invoke acquire
                8s p1 ok acquire token 2
                9s p2 invoke acquire
                10s p2 fail acquire ! held
                """);
    assertThat(verdict.anomalies()).extracting(Anomaly::name).containsExactly("no-progress");
    assertThat(verdict.anomalies().get(0).because())
        .isEqualTo(
            "p2 asked 1 time for the lock after the faults were healed at 6.000s, and none was ok");
  }

  private static final String LATER = "\n12s p4 invoke release\n13s p4 fail release ! free";

  @Test
  void who_asked_too_late_is_not_judged() {
    String served = "7s p1 invoke acquire\n8s p1 ok acquire token 2\n";
    String replacement =
        """
        8.1s p2 invoke acquire
        9.0s p2 info acquire ! timeout
        9.1s p3 invoke acquire
        9.2s p3 fail acquire ! held
        """;
    assertThat(fenced(FINAL + served + replacement).validity()).isEqualTo(Validity.VALID);
    Verdict cutOff = fenced(FINAL + served + "9.1s p2 invoke acquire");
    assertThat(cutOff.validity()).isEqualTo(Validity.VALID);
    assertThat(cutOff.parts().get("progress").stats()).containsEntry("late", 1L);
    assertThat(exclusive(FINAL + "7s p2 invoke acquire").validity()).isEqualTo(Validity.UNKNOWN);
  }

  @Test
  void a_heal_that_failed_or_that_a_fault_follows_lets_nobody_judge_progress() {
    String asked = "7s p2 invoke acquire\n9s p2 fail acquire ! held";
    assertThat(exclusive(FINAL + asked).validity()).isEqualTo(Validity.INVALID);
    Verdict failed = exclusive(FINAL.replace("info heal", "info heal failed refused") + asked);
    assertThat(failed.validity()).isEqualTo(Validity.UNKNOWN);
    assertThat(failed.reason()).contains("the heal failed: refused");
    Verdict again = exclusive(FINAL + "6.1s nemesis invoke cut\n6.2s nemesis info cut\n" + asked);
    assertThat(again.validity()).isEqualTo(Validity.VALID);
    Verdict named = exclusive(FINAL + asked + "\n10s p3 invoke heal\n11s p3 info heal ! timeout");
    assertThat(named.validity()).isEqualTo(Validity.INVALID);
  }

  @Test
  void a_process_that_waits_for_ever_makes_no_progress() {
    var anomaly = exclusive(FINAL + "7s p2 invoke acquire" + LATER).anomalies().get(0);
    assertThat(anomaly.because()).contains("still open");
    assertThat(anomaly.witness()).extracting(Op::f).containsExactly("heal", "acquire");
  }

  @Test
  void a_final_phase_that_nobody_reached_is_unknown() {
    assertThat(exclusive(FINAL).validity()).isEqualTo(Validity.UNKNOWN);
    assertThat(exclusive(FINAL).reason()).contains("no process invoked acquire");
    Verdict retired = exclusive(FINAL + "7s p2 invoke acquire\n8s p2 info acquire ! timeout");
    assertThat(retired.validity()).isEqualTo(Validity.UNKNOWN);
    assertThat(retired.reason()).contains("nobody knows how it ended");
  }

  @Test
  void everybody_who_gets_the_lock_after_the_heal_has_made_progress() {
    Verdict verdict =
        fenced(
            FINAL
                + """
                7s p1 invoke acquire
                7.1s p3 invoke acquire
                8s p1 fail acquire ! held
                8.1s p3 info acquire ! timeout
                9s p1 invoke acquire
                10s p1 ok acquire token 2
                """);
    assertThat(verdict.validity()).isEqualTo(Validity.VALID);
    assertThat(verdict.parts().get("progress").stats()).containsEntry("satisfied", 1L);
  }

  @Test
  void without_a_heal_mark_progress_is_not_judged() {
    Verdict verdict = fenced(STALE_WRITE.substring(0, STALE_WRITE.indexOf("7.100s")));
    assertThat(verdict.parts().get("progress").stats())
        .containsEntry("skipped", "the history has no heal mark");
  }

  @Test
  void a_lock_that_was_never_used_is_not_acquitted() {
    assertThat(fenced("").validity()).isEqualTo(Validity.UNKNOWN);
  }

  @Test
  void both_are_found_by_name() {
    assertThat(Checkers.names()).contains("lock-exclusive", "lock-fenced");
    var found = Checkers.named("lock-fenced").orElseThrow();
    assertThat(found.check(History.parse(STALE_WRITE))).isEqualTo(fenced(STALE_WRITE));
    assertThat(Checkers.named("lock-of-wishes")).isEmpty();
  }
}
