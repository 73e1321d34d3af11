package dev.ordeal.checkers.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The constraint graph agrees with the definitions, and its witnesses are proofs. */
class SessionDifferentialTest {
  private static final int HISTORIES = Integer.getInteger("ordeal.differential.sessions", 3_000);
  private static final Set<Guarantee> ALL = EnumSet.allOf(Guarantee.class);

  @Test
  void all_four_together() {
    agrees(ALL, HISTORIES);
  }

  @Test
  void every_choice_of_guarantees() {
    for (int set = 1; set < 15; set++) {
      var chosen = EnumSet.noneOf(Guarantee.class);
      for (var guarantee : Guarantee.values()) {
        if ((set & guarantee.bit()) != 0) {
          chosen.add(guarantee);
        }
      }
      agrees(chosen, HISTORIES / 10);
    }
  }

  private static void agrees(Set<Guarantee> guarantees, int histories) {
    int valid = 0;
    int invalid = 0;
    var checker = checker(guarantees);
    for (long seed = 1; seed <= histories; seed++) {
      var history = RandomRegisters.of(seed, 3 + (int) (seed % 7));
      Verdict verdict = checker.check(history);
      boolean expected = TextbookSessions.holds(history, guarantees);
      if (verdict.validity() == Validity.UNKNOWN) {
        assertThat(verdict.reason()).startsWith("nobody saw a read");
        assertThat(expected).isTrue();
        continue;
      }
      if (expected != (verdict.validity() == Validity.VALID)) {
        throw new AssertionError("seed " + seed + " is " + expected + "\n" + history + verdict);
      }
      valid += expected ? 1 : 0;
      invalid += expected ? 0 : 1;
      for (var anomaly : verdict.anomalies()) {
        convinces(anomaly, guarantees, seed);
      }
    }
    assertThat(valid).isGreaterThan(histories / 10);
    assertThat(invalid).isGreaterThan(histories / 50);
  }

  /** The witness breaks what it is said to break, and none of its reads can be spared. */
  private static void convinces(Anomaly anomaly, Set<Guarantee> guarantees, long seed) {
    var witness = History.of(anomaly.witness());
    var said = said(anomaly);
    assertThat(guarantees).containsAll(said);
    if (TextbookSessions.holds(witness, said)) {
      throw new AssertionError("seed " + seed + " shows no proof:\n" + witness + anomaly);
    }
    for (var spared : witness.operations().filter(op -> op.f().equals("read")).toList()) {
      var less = witness.filter(op -> op.index() != spared.invoke().index());
      if (!TextbookSessions.holds(less, said)) {
        throw new AssertionError("seed " + seed + " shows too much:\n" + witness + anomaly);
      }
    }
  }

  private static Set<Guarantee> said(Anomaly anomaly) {
    var headline = anomaly.because().lines().findFirst().orElseThrow();
    var said = EnumSet.noneOf(Guarantee.class);
    for (var guarantee : Guarantee.values()) {
      if (headline.contains(guarantee.kebab())) {
        said.add(guarantee);
      }
    }
    return said;
  }

  private static SessionGuarantees checker(Set<Guarantee> guarantees) {
    var list = List.copyOf(guarantees);
    return SessionGuarantees.ofKeys()
        .only(list.get(0), list.subList(1, list.size()).toArray(Guarantee[]::new));
  }
}
