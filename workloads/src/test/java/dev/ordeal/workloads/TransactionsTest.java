package dev.ordeal.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checkers;
import dev.ordeal.harness.InconclusiveError;
import dev.ordeal.harness.Run;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.cluster.simulated.SimulatedBackend;
import dev.ordeal.history.Op;
import dev.ordeal.results.RunStore;
import dev.ordeal.workloads.MemoryTransactions.Flaw;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores whose transactions are sound are acquitted, and others are convicted of their flaw. */
class TransactionsTest {
  private static final int SEEDS = Integer.getInteger("ordeal.workload.seeds", 3);
  private static final Map<String, Function<Client.Connector, Workload>> WORKLOADS =
      Map.of(
          "bank", Bank::transfers,
          "registers", Registers::atomic,
          "updates", connector -> Registers.updates(connector, Duration.ofMillis(2)),
          "appends", Appends::lists);

  @TempDir private Path store;

  @ParameterizedTest
  @ValueSource(strings = {"bank", "registers", "updates", "appends"})
  void sound_transactions_are_acquitted(String workload) {
    for (long seed = 0; seed < SEEDS; seed++) {
      run(workload, Flaw.NONE, seed).assertValid();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bank, COMMITS_BY_HALF, wrong-total",
    "bank, COMMITS_BY_HALF_UNSEEN, wrong-total",
    "bank, COMMITS_ONE_AFTER_THE_OTHER, read-skew",
    "bank, WRITES_WHAT_IT_READ_BEFORE, wrong-total",
    "bank, GOES_BELOW_ZERO, negative-balance",
    "bank, STAYS_IN_DOUBT, in-doubt-for-ever",
    "registers, COMMITS_BY_HALF, read-skew",
    "registers, WRITES_WHAT_IT_READ_BEFORE, lost-update",
    "registers, SHOWS_WHAT_IT_ABORTS, aborted-read",
    "updates, WRITES_WHAT_IT_READ_BEFORE, lost-update",
    "registers, STAYS_IN_DOUBT, in-doubt-for-ever",
    "appends, COMMITS_BY_HALF, fractured-commit",
    "appends, COMMITS_BY_HALF_UNSEEN, fractured-commit",
    "appends, COMMITS_ONE_AFTER_THE_OTHER, read-skew",
    "appends, WRITES_WHAT_IT_READ_BEFORE, lost-append",
    "appends, SHOWS_WHAT_IT_ABORTS, aborted-read",
    "appends, FORGETS, lost-append",
    "appends, REPEATS, duplicate-element",
    "appends, STAYS_IN_DOUBT, in-doubt-for-ever"
  })
  void flawed_transactions_are_convicted(String workload, Flaw flaw, String anomaly) {
    for (long seed = 0; seed < SEEDS; seed++) {
      run(workload, flaw, seed).assertConvicted(anomaly);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FORGETS", "REPEATS"})
  void a_bank_whose_total_is_right_is_convicted_by_its_balances(Flaw flaw) {
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(names(run("bank", flaw, seed)))
          .as("seed %d", seed)
          .containsAnyOf("lost-transfer", "repeated-transfer", "wrong-balances", "nonlinearizable");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bank", "registers", "appends"})
  void a_store_that_never_answers_is_never_acquitted(String workload) {
    var run = run(workload, Flaw.NEVER_ANSWERS, 1);
    assertThatThrownBy(run::assertValid).isInstanceOf(InconclusiveError.class);
  }

  @ParameterizedTest
  @CsvSource({
    "bank, bank, open transfer read doubts",
    "registers, multi-register, txn read write doubts",
    "appends, list-append, txn doubts"
  })
  void the_vocabulary_and_the_checker_are_the_documented_ones(
      String workload, String checker, String fs) {
    var run = run(workload, Flaw.NONE, 1);
    assertThat(fs(run)).containsExactlyInAnyOrder(fs.split(" "));
    assertThat(workload(workload).checkerName()).isEqualTo(checker);
    assertThat(Checkers.names()).contains(checker);
  }

  @Test
  void in_the_end_every_client_reads() {
    var run = run("bank", Flaw.NONE, 1).assertValid();
    int heal = run.history().last(Op.Type.INFO, "heal").orElseThrow().index();
    var served = new HashSet<Integer>();
    run.history()
        .oks("read")
        .filter(op -> op.index() > heal)
        .forEach(op -> served.add(op.process()));
    assertThat(served).hasSize(10);
  }

  private Run run(String workload, Flaw flaw, long seed) {
    return Trial.named(workload)
        .on(SimulatedBackend.of(1, name -> new MemoryTransactions(flaw)))
        .workload(workload(workload))
        .time(Duration.ofSeconds(4))
        .recovery(Duration.ofSeconds(8))
        .seed(seed)
        .store(RunStore.at(store))
        .quiet()
        .run();
  }

  private static Workload workload(String name) {
    return Objects.requireNonNull(WORKLOADS.get(name))
        .apply(TransactionClient.connector(Duration.ofMillis(300)));
  }

  private static Set<String> names(Run run) {
    var names = new HashSet<String>();
    run.verdict().anomalies().stream().map(Anomaly::name).forEach(names::add);
    return names;
  }

  private static Set<String> fs(Run run) {
    var fs = new HashSet<String>();
    run.history().clientOps().forEach(op -> fs.add(op.f()));
    return fs;
  }
}
