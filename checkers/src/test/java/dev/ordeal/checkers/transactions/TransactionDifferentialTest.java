package dev.ordeal.checkers.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.BruteForce;
import dev.ordeal.checkers.models.Bank;
import dev.ordeal.checkers.models.TransactionStore;
import dev.ordeal.history.History;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The checkers of transactions say what trying every order says, of small histories. */
class TransactionDifferentialTest {
  private static final int SEEDS = Integer.getInteger("ordeal.fuzz", 1_500);
  private static final int TRANSACTIONS = 6;

  private interface Source {
    History of(long seed, boolean flawed);
  }

  @Test
  void registers_are_judged_as_by_brute_force() {
    differ(
        (seed, flawed) -> RandomTransactions.of(seed, TRANSACTIONS, false, flawed),
        TransactionCheckers.registers(),
        new TransactionStore());
  }

  @Test
  void lists_are_judged_as_by_brute_force() {
    differ(
        (seed, flawed) -> RandomTransactions.of(seed, TRANSACTIONS, true, flawed),
        TransactionCheckers.appends(),
        new TransactionStore());
  }

  @Test
  void banks_are_judged_as_by_brute_force() {
    differ(
        (seed, flawed) -> RandomBank.of(seed, TRANSACTIONS, flawed),
        TransactionCheckers.bank(),
        new Bank());
  }

  private static <S> void differ(Source source, Checker checker, Model<S> model) {
    var names = new TreeMap<String, Integer>();
    int valid = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      boolean flawed = seed % 3 != 0;
      var history = source.of(seed, flawed);
      boolean isSound = BruteForce.isLinearizable(history, model);
      Verdict verdict =
          Objects.requireNonNull(checker.check(history).parts().get("strictly-serializable"));
      if (verdict.validity() == Validity.UNKNOWN) {
        assertThat(verdict.reason()).as("seed %d", seed).startsWith("there is no operation");
        continue;
      }
      assertThat(verdict.validity() == Validity.VALID)
          .as("seed %d: %s\n%s", seed, verdict.anomalies(), history)
          .isEqualTo(isSound);
      assertThat(flawed || isSound).as("seed %d", seed).isTrue();
      valid += isSound ? 1 : 0;
      verdict.anomalies().stream()
          .map(Anomaly::name)
          .forEach(name -> names.merge(name, 1, Integer::sum));
    }
    assertThat(valid).isBetween(SEEDS / 3, SEEDS - SEEDS / 20);
    assertThat(names).hasSizeGreaterThan(4);
  }
}
