package dev.ordeal.checkers.linearizable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.bench.FencedHistories;
import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.models.CasRegister;
import dev.ordeal.checkers.models.FencedLock;
import dev.ordeal.checkers.models.OwnerAwareMutex;
import dev.ordeal.checkers.models.Register;
import dev.ordeal.history.History;
import dev.ordeal.history.Notation;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearizableTest {
  private static final History TWO_READS =
      History.parse(
          """
          p0 invoke write 1
          p1 invoke read
          p1 ok read
          p1 invoke read
          p0 ok write 1
          p1 ok read 1
          """);

  private static final History THREE_CAS =
      History.parse(
          """
          p0 invoke cas [nil 1]
          p1 invoke cas [1 2]
          p2 invoke cas [2 3]
          p2 ok cas [2 3]
          p1 ok cas [1 2]
          p0 ok cas [nil 1]
          """);

  private static void breaks(Model<?> model, String op, String history) {
    Anomaly anomaly = Linearizable.of(model).check(History.parse(history)).anomalies().get(0);
    assertThat(Notation.withoutTime(anomaly.breaks())).isEqualTo(op);
    assertThat(anomaly.witness()).contains(anomaly.breaks());
  }

  @Test
  void a_witness_breaks_at_the_first_answer_that_fits_no_order_whatever_ends_after_it() {
    breaks(
        new Register(),
        "p3 ok read 2",
        """
        1s p1 invoke write 1
        2s p2 invoke write 2
        3s p2 ok write 2
        4s p3 invoke read
        5s p3 ok read 1
        6s p3 invoke read
        7s p3 ok read 2
        8s p1 ok write 1
        """);
    breaks(
        new OwnerAwareMutex(),
        "p2 ok acquire",
        """
        1s p1 invoke acquire
        2s p1 ok acquire
        3s p2 invoke acquire
        4s p2 ok acquire
        5s p1 invoke release
        6s p1 ok release
        """);
    breaks(
        new Register(),
        "p2 ok read",
        "1s p1 invoke write 1\n2s p1 ok write 1\n3s p2 invoke read\n4s p2 ok read");
  }

  @Test
  void a_valid_verdict_shows_an_order_that_replays() {
    Verdict verdict = Linearizable.of(new Register()).check(TWO_READS);
    assertThat(verdict.stats()).containsEntry("linearization", List.of(1, 0, 3));
    assertThat(LinearizationVerifier.verify(TWO_READS, new Register(), List.of(1, 0, 3))).isEmpty();
  }

  @Test
  void the_verifier_objects_to_every_other_order() {
    assertThat(LinearizationVerifier.verify(TWO_READS, new Register(), List.of(0, 1, 3)))
        .hasValueSatisfying(why -> assertThat(why).contains("null is read"));
    assertThat(LinearizationVerifier.verify(TWO_READS, new Register(), List.of(3, 0, 1)))
        .isPresent();
    assertThat(LinearizationVerifier.verify(TWO_READS, new Register(), List.of(1, 0)))
        .hasValueSatisfying(why -> assertThat(why).contains("not placed"));
    assertThat(LinearizationVerifier.verify(TWO_READS, new Register(), List.of(1, 0, 3, 3)))
        .hasValueSatisfying(why -> assertThat(why).contains("placed twice"));
    var sequential =
        History.parse("p0 invoke write 1\np0 ok write 1\np1 invoke write 2\np1 ok write 2");
    assertThat(LinearizationVerifier.verify(sequential, new Register(), List.of(2, 0)))
        .hasValueSatisfying(why -> assertThat(why).contains("precedes"));
  }

  @Test
  void a_spent_budget_is_unknown_and_says_so() {
    Verdict verdict = Linearizable.of(new CasRegister()).budget(1).check(THREE_CAS);
    assertThat(verdict.validity()).isEqualTo(Validity.UNKNOWN);
    assertThat(verdict.reason()).contains("of 3 operations").contains("raise the budget");
    assertThatThrownBy(() -> Linearizable.of(new Register()).budget(0))
        .hasMessageContaining("0 steps");
  }

  @Test
  void a_long_history_of_a_sound_lock_is_valid_and_a_spoiled_one_shows_few_ops() {
    for (long seed = 1; seed <= 5; seed++) {
      var history = FencedHistories.of(seed, 20, 10_000, 0.02);
      var checker = Linearizable.of(new FencedLock());
      assertThat(checker.check(history).validity()).as("seed %d", seed).isEqualTo(Validity.VALID);
      Verdict verdict = checker.check(FencedHistories.spoiled(history, 15_000));
      assertThat(verdict.validity()).as("seed %d", seed).isEqualTo(Validity.INVALID);
      assertThat(verdict.anomalies().get(0).witness()).as("seed %d", seed).hasSizeLessThan(13);
    }
  }

  @Test
  void an_unseen_release_is_not_given_up_before_the_acquire_that_it_touches() {
    var history =
        History.parse(
            """
            0.0s p0 invoke acquire
            0.1s p0 ok     acquire
            0.5s p1 invoke acquire
            1.0s p1 ok     acquire
            1.0s p1 invoke release
            1.0s p0 invoke release
            2.0s p1 info   release
            2.0s p0 info   release
            3.0s p2 invoke acquire
            4.0s p2 ok     acquire
            """);
    Verdict verdict = Linearizable.of(new OwnerAwareMutex()).check(history);
    assertThat(verdict.validity()).isEqualTo(Validity.VALID);
    assertThat(verdict.stats()).containsEntry("linearization", List.of(0, 5, 2, 4, 8));
  }

  @Test
  void nothing_that_anybody_saw_succeed_is_unknown() {
    for (String end : List.of("p0 info write 1 ! timeout", "p0 fail write 1 ! refused", "")) {
      var history = History.parse("p0 invoke write 1\n" + end);
      Verdict verdict = Linearizable.of(new Register()).check(history);
      assertThat(verdict.validity()).as(end).isEqualTo(Validity.UNKNOWN);
      assertThat(verdict.reason()).contains("no operation").contains("saw succeed");
    }
  }

  /** A counter whose hints are wrong: each call is legal and changes the state. */
  private record Misled(boolean pure, boolean hopeless) implements Model<Long> {
    @Override
    public Long initial() {
      return 0L;
    }

    @Override
    public Step<Long> step(Long state, Call call) {
      return Step.to(state + 1);
    }

    @Override
    public String name() {
      return "misled";
    }

    @Override
    public boolean isPure(Call call) {
      return pure;
    }

    @Override
    public boolean isHopeless(Long state, Call call) {
      return hopeless;
    }
  }

  @Test
  void a_hint_that_the_steps_of_its_model_refute_is_reported_instead_of_believed() {
    var history = History.parse("p0 invoke add\np0 ok add");
    assertThatThrownBy(() -> Linearizable.of(new Misled(true, false)).check(history))
        .hasMessageContaining("misled says isPure")
        .hasMessageContaining("correct the hint");
    assertThatThrownBy(() -> Linearizable.of(new Misled(false, true)).check(history))
        .hasMessageContaining("misled says isHopeless");
  }

  @Test
  void a_state_that_comes_again_later_is_not_taken_for_the_earlier_one() {
    var text = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      String write = "write " + i % 2;
      text.append("p0 invoke ").append(write).append("\np0 ok ").append(write).append('\n');
    }
    var checker = Linearizable.of(new Register());
    assertThat(checker.check(History.parse(text + "p0 invoke read\np0 ok read 1")).validity())
        .isEqualTo(Validity.VALID);
    assertThat(checker.check(History.parse(text + "p0 invoke read\np0 ok read 0")).validity())
        .isEqualTo(Validity.INVALID);
  }

  @Test
  void the_precedence_of_the_witness_is_reduced_to_what_implies_the_rest() {
    Verdict verdict =
        Linearizable.of(new Register())
            .check(
                History.parse(
                    """
                    p0 invoke write 1
                    p0 ok write 1
                    p0 invoke write 2
                    p0 ok write 2
                    p1 invoke read
                    p1 ok read 1
                    """));
    assertThat(verdict.anomalies().get(0).witness()).hasSize(6);
    assertThat(verdict.stats()).containsEntry("precedence", List.of(List.of(0, 2), List.of(2, 4)));
  }
}
