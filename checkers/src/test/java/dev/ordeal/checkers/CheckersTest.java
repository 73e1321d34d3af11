package dev.ordeal.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import org.junit.jupiter.api.Test;

class CheckersTest {

  /** A checker that another library offers. */
  public static final class Provided implements CheckerProvider {
    @Override
    public String name() {
      return "provided";
    }

    @Override
    public Checker checker() {
      return history -> Verdict.unknown("provided");
    }
  }

  @Test
  void checkers_of_other_libraries_are_found_by_name() {
    var verdict = Checkers.named("provided").orElseThrow().check(History.parse(""));
    assertThat(verdict).isEqualTo(Verdict.unknown("provided"));
  }

  @Test
  void every_checker_that_is_named_answers_unknown_to_no_evidence() {
    assertThat(Checkers.names()).contains("linearizable-register", "provided");
    for (String name : Checkers.names()) {
      var verdict = Checkers.named(name).orElseThrow().check(History.parse(""));
      assertThat(verdict.validity()).as(name).isEqualTo(Validity.UNKNOWN);
    }
  }
}
