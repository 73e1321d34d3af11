package dev.ordeal.bench.histories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.history.History;
import dev.ordeal.history.Op.Type;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Generated histories are what they were asked to be. */
class SubjectTest {
  private static final int SEEDS = Integer.getInteger("ordeal.workloads", 20);

  private static void allAre(Validity expected, UnaryOperator<Shape> shaped) {
    for (Subject subject : Subject.ALL) {
      for (long seed = 1; seed <= SEEDS; seed++) {
        Shape shape = shaped.apply(Shape.of(60, 2).withSeed(seed));
        History history = subject.history(shape);
        var verdict = Linearizable.of(subject.model()).check(history);
        assertThat(verdict.validity())
            .as("%s of %s: %s%n%s", subject.name(), shape, verdict, history)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void without_a_violation_each_history_is_linearizable() {
    allAre(Validity.VALID, shape -> shape);
  }

  @Test
  void crashed_operations_leave_each_history_linearizable() {
    allAre(Validity.VALID, shape -> shape.withCrashed(4));
  }

  @Test
  void a_coarse_clock_leaves_each_history_linearizable() {
    allAre(Validity.VALID, shape -> shape.withInfos(0.02).withTick(500_000));
  }

  @Test
  void a_planted_violation_is_one() {
    allAre(Validity.INVALID, shape -> shape.withViolation());
  }

  @Test
  void a_planted_violation_is_one_whatever_crashed_operations_did() {
    allAre(Validity.INVALID, shape -> shape.withViolation().withCrashed(4));
  }

  @Test
  void a_planted_violation_is_one_under_a_coarse_clock() {
    allAre(Validity.INVALID, shape -> shape.withViolation().withTick(100_000));
  }

  @Test
  void the_same_seed_is_the_same_history() {
    for (Subject subject : Subject.ALL) {
      Shape shape = Shape.of(300, 7).withSeed(5).withInfos(0.1);
      assertThat(subject.history(shape)).as(subject.name()).isEqualTo(subject.history(shape));
      assertThat(subject.history(shape)).isNotEqualTo(subject.history(shape.withSeed(6)));
    }
  }

  @Test
  void so_many_operations_crash_as_were_asked_for() {
    for (String name : List.of("register", "store", "cas-register", "queue", "mutex", "counter")) {
      History history = Subject.named(name).history(Shape.of(1000, 10).withCrashed(15));
      assertThat(history.stream().filter(op -> op.type() == Type.INFO)).as(name).hasSize(15);
    }
  }

  @Test
  void every_client_is_always_busy() {
    History history = Subject.named("register").history(Shape.of(1000, 10).withCrashed(15));
    int open = 0;
    int idle = 0;
    for (int at = 0; at < history.size() - 40; at++) {
      open += history.type(at) == Type.INVOKE ? 1 : -1;
      idle += at > 20 && open < 8 ? 1 : 0;
    }
    assertThat(idle).isZero();
  }

  @Test
  void nobody_takes_from_an_empty_queue_unless_that_was_asked_for() {
    for (String name : List.of("queue", "stack", "priority-queue")) {
      Shape shape = Shape.of(1000, 10).withInfos(0.01);
      assertThat(empties(Subject.named(name).history(shape))).as(name).isPositive();
      assertThat(empties(Subject.named(name).history(shape.withoutEmptyTakes()))).isZero();
    }
  }

  private static long empties(History history) {
    return history.stream().filter(op -> op.type() == Type.OK && op.value() == null).count();
  }

  @Test
  void a_cas_that_does_not_match_fails_or_answers_false() {
    Subject subject = Subject.named("cas-register");
    Shape shape = Shape.of(300, 5);
    assertThat(subject.history(shape).stream().filter(op -> op.type() == Type.FAIL)).isNotEmpty();
    assertThat(subject.history(shape.withAnsweredCas()).oks("cas"))
        .anyMatch(op -> Boolean.FALSE.equals(op.value()))
        .anyMatch(op -> Boolean.TRUE.equals(op.value()));
    assertThat(subject.history(shape.withAnsweredCas()).last(Type.FAIL, "cas")).isEmpty();
  }

  @Test
  void a_violation_that_does_not_fit_is_refused() {
    assertThatThrownBy(() -> Subject.named("register").history(Shape.of(2, 1).withViolation()))
        .hasMessageContaining("ask for more operations");
  }
}
