package dev.ordeal.checkers.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every decision agrees with the brute-force enumerator, and shows what it rests on. */
class SequentialDifferentialTest {
  private static final int HISTORIES = Integer.getInteger("ordeal.differential.sequential", 10_000);

  @Test
  void every_decision_agrees_with_all_interleavings() {
    int valid = 0;
    int invalid = 0;
    Map<Object, Integer> byAlgorithm = new TreeMap<>();
    var checker = SequentialConsistency.ofKeys();
    for (long seed = 1; seed <= HISTORIES; seed++) {
      var history = RandomRegisters.of(seed, 3 + (int) (seed % 8));
      Verdict verdict = checker.check(history);
      boolean expected = Interleavings.isSequential(history);
      if (verdict.validity() == Validity.UNKNOWN) {
        assertThat(verdict.reason()).as("seed %d", seed).startsWith("nobody saw a read");
        assertThat(expected).isTrue();
        continue;
      }
      if (expected != (verdict.validity() == Validity.VALID)) {
        throw new AssertionError("seed " + seed + " is " + expected + "\n" + history + verdict);
      }
      String algorithm = verdict.stats().getOrDefault("algorithm", "none") + " " + expected;
      byAlgorithm.merge(algorithm, 1, Integer::sum);
      valid += expected ? 1 : 0;
      invalid += expected ? 0 : 1;
      for (var anomaly : verdict.anomalies()) {
        convinces(anomaly, seed);
      }
    }
    assertThat(valid).isGreaterThan(HISTORIES / 10);
    assertThat(invalid).isGreaterThan(HISTORIES / 10);
    assertThat(byAlgorithm.keySet())
        .containsAll(
            List.of(
                "real-time-guess true",
                "saturation false",
                "saturation-and-search true",
                "version-constraint-graph false"));
  }

  /** The witness has no order by itself, and none of its reads can be spared. */
  private static void convinces(Anomaly anomaly, long seed) {
    var witness = History.of(anomaly.witness());
    if (Interleavings.isSequential(witness)) {
      throw new AssertionError("seed " + seed + " shows no proof:\n" + witness + anomaly);
    }
    for (var spared : witness.operations().filter(op -> op.f().equals("read")).toList()) {
      var less = witness.filter(op -> op.index() != spared.invoke().index());
      if (!Interleavings.isSequential(less)) {
        throw new AssertionError("seed " + seed + " shows too much:\n" + witness + anomaly);
      }
    }
  }
}
