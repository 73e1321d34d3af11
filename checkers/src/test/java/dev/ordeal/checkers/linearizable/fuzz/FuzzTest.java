package dev.ordeal.checkers.linearizable.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.linearizable.BruteForce;
import dev.ordeal.checkers.linearizable.fuzz.Campaign.Source;
import dev.ordeal.checkers.linearizable.fuzz.Differential.Answer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every decider of every model gives the right answer, and shows what it rests on. */
class FuzzTest {
  private static final int HISTORIES = Integer.getInteger("ordeal.differential", 1_000);

  static List<Subject<?>> all() {
    return Subjects.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  <S> void deciders_agree_with_brute_force_on_small_histories(Subject<S> subject) {
    var campaign = agreed(subject, Source.SMALL, HISTORIES);
    assertBothAnswersOccur(campaign, HISTORIES / 20);
  }

  @ParameterizedTest
  @MethodSource("all")
  <S> void deciders_agree_with_brute_force_on_mutants_of_valid_histories(Subject<S> subject) {
    var campaign = agreed(subject, Source.MUTANT, HISTORIES / 2);
    assertBothAnswersOccur(campaign, campaign.count() / 100);
  }

  @ParameterizedTest
  @MethodSource("all")
  <S> void deciders_agree_with_each_other_on_histories_too_large_for_brute_force(
      Subject<S> subject) {
    agreed(subject, Source.MIDDLING, Math.max(2, HISTORIES / 2_000));
    agreed(subject, Source.MIDDLING_MUTANT, HISTORIES / 400);
    agreed(subject, Source.MIDDLING_FLAWLESS, HISTORIES / 400);
  }

  @ParameterizedTest
  @MethodSource("all")
  <S> void brute_force_with_a_memory_agrees_with_brute_force_without(Subject<S> subject) {
    for (long seed = 1; seed <= HISTORIES / 10; seed++) {
      var history = RandomHistory.small(new Dice(seed), subject);
      assertThat(Reachability.isLinearizable(history, subject.model()))
          .as("seed %d%n%s", seed, history)
          .isEqualTo(BruteForce.isLinearizable(history, subject.model()));
    }
  }

  private static <S> Campaign<S> agreed(Subject<S> subject, Source source, int histories) {
    return new Campaign<>(subject, source)
        .run(
            1,
            histories,
            disagreement -> {
              throw new AssertionError(disagreement);
            });
  }

  private static void assertBothAnswersOccur(Campaign<?> campaign, long least) {
    assertThat(campaign.count(Answer.VALID)).as(campaign.toString()).isGreaterThan(least);
    assertThat(campaign.count(Answer.INVALID)).as(campaign.toString()).isGreaterThan(least);
  }
}
