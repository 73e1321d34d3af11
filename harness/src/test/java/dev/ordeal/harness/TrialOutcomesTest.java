package dev.ordeal.harness;

import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checkers;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.client.RpcClient;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.harness.trials.NoBackend;
import dev.ordeal.harness.trials.OddBackend;
import dev.ordeal.harness.trials.OnePlan;
import dev.ordeal.harness.trials.Registers;
import dev.ordeal.harness.trials.Shaking;
import dev.ordeal.harness.trials.Witness;
import dev.ordeal.results.StoredRun;
import dev.ordeal.results.run.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trial comes to, and what is stored of it. */
class TrialOutcomesTest {
  private static final Generator BROKEN =
      context -> {
        throw new IllegalStateException("this generator is broken");
      };

  @TempDir private Path store;
  private final Witness witness = new Witness();

  @Test
  void a_sound_system_under_faults_is_valid() throws IOException {
    var run = trial().faults(new Shaking()).run().assertValid();
    assertThat(run.outcome()).isEqualTo(Outcome.VALID);
    assertThat(run.verdict().evidence().faults().get("kill").applied()).isPositive();
    assertThat(run.verdict().evidence().faults().get("cut").inFlight()).isPositive();
    assertStored(run);
    assertThat(run.text()).contains("register is VALID", "-Dordeal.seed=7");
    assertThat(run.directory().resolve("data")).doesNotExist();
  }

  @Test
  void a_broken_system_is_convicted_and_the_error_is_the_failure_text() throws IOException {
    var run = trial().on(Registers.brokenBackend()).run();
    assertThat(run.outcome()).isEqualTo(Outcome.INVALID);
    assertThatThrownBy(run::assertValid).isInstanceOf(ViolationError.class).hasMessage(run.text());
    assertThat(run.text()).contains("stale-read", "-Dordeal.seed=7");
    run.assertConvicted("stale-read");
    assertStored(run);
  }

  @Test
  void a_trial_in_which_nothing_of_a_kind_succeeded_is_inconclusive() throws IOException {
    var noWrites = Client.on("read", op -> op.ok()).on("write", op -> op.fail("read-only"));
    var run = trial().workload(clients(node -> noWrites)).run();
    assertThat(run.verdict().validity()).isEqualTo(Verdict.Validity.VALID);
    assertThat(run.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThatThrownBy(run::assertValid)
        .isInstanceOf(InconclusiveError.class)
        .hasMessageContaining("No write was ever ok");
    assertStored(run);
  }

  @Test
  void a_trial_whose_checker_cannot_tell_is_inconclusive() {
    var run = trial().workload(Registers.judgedBy(h -> Verdict.unknown("out of steps"))).run();
    assertThat(run.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThatThrownBy(run::assertValid)
        .isInstanceOf(InconclusiveError.class)
        .hasMessageContaining("out of steps");
    assertThat(witness.conclusion().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
  }

  @Test
  void a_fault_that_was_asked_for_and_never_came_makes_a_trial_inconclusive() {
    var run = trial().faults(new Shaking()).time(Duration.ofMillis(40)).run();
    assertThat(run.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(run.text()).contains("asked for, but never applied");
  }

  @Test
  void only_a_broken_system_is_an_anomaly_of_the_name_that_was_expected() {
    var convicted = trial().on(Registers.brokenBackend()).run();
    assertThatThrownBy(() -> convicted.assertConvicted("lost-update"))
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessageStartingWith("expected a conviction of lost-update, but found stale-read\n")
        .hasMessageContaining(convicted.text());
    var sound = trial().run();
    assertThatThrownBy(() -> sound.assertConvicted("stale-read"))
        .hasMessageStartingWith("expected a conviction of stale-read, but found nothing\n");
  }

  @Test
  void a_run_knows_whether_somebody_asserted_something_of_it() {
    var valid = trial().run();
    assertThat(valid.isAsserted()).isFalse();
    assertThat(valid.assertValid()).isSameAs(valid);
    assertThat(valid.isAsserted()).isTrue();
    var other = trial().run();
    assertThatThrownBy(() -> other.assertConvicted("stale-read"))
        .isInstanceOf(AssertionError.class);
    assertThat(other.isAsserted()).as("a failed assertion is one").isTrue();
  }

  @Test
  void a_cluster_that_does_not_come_up_is_a_setup_failure() {
    var failure = setupFailure(new NoBackend(new SetupFailure("no port is free: close some")));
    assertThat(failure)
        .hasMessageContaining("no port is free: close some")
        .hasMessageContaining("-Dordeal.seed=7")
        .hasMessageContaining(witness.directories().get(0).toString());
    var stored = witness.conclusion();
    assertThat(stored.outcome()).isEqualTo(Outcome.SETUP_FAILURE);
    assertThat(stored.message()).isEqualTo("no port is free: close some");
    assertThat(witness.stored().history().size()).isZero();
    assertThat(witness.stored().text()).contains("SETUP FAILURE", "no port is free");
  }

  @Test
  void a_fault_that_the_backend_cannot_inject_is_a_setup_failure() {
    var backend = OddBackend.without(Network.class, Registers.backend());
    assertThatThrownBy(() -> trial().on(backend).faults(OnePlan.needing(Network.class)).run())
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("simulated has no Network");
    assertThat(backend.opened()).isEqualTo(1);
    assertThat(backend.closed()).isEqualTo(1);
    assertThat(witness.conclusion().outcome()).isEqualTo(Outcome.SETUP_FAILURE);
    assertThat(witness.runs()).isEmpty();
  }

  @Test
  void a_backend_that_breaks_is_a_harness_failure() {
    var failure =
        harnessFailure(
            trial().on(new NoBackend(new IllegalStateException("null pointer, sort of"))));
    assertThat(failure).hasMessageContaining("the backend broke").hasMessageContaining("sort of");
  }

  @Test
  void a_generator_that_breaks_is_a_harness_failure() {
    var backend = OddBackend.counting(Registers.backend());
    var broken = sequence(Registers.operations().limit(20), BROKEN);
    var failure = harnessFailure(trial().on(backend).workload(doing(broken)));
    assertThat(failure)
        .hasMessageContaining("this generator is broken")
        .hasMessageContaining("-Dordeal.seed=7")
        .hasMessageContaining("run: " + witness.directories().get(0))
        .hasRootCauseMessage("this generator is broken");
    assertThat(backend.closed()).isEqualTo(1);
    assertThat(witness.stored().history().operations().count()).isEqualTo(20);
  }

  @Test
  void a_client_that_answers_what_no_client_may_is_a_harness_failure() {
    var failure = harnessFailure(trial().workload(clients(node -> op -> op)));
    assertThat(failure).hasMessageContaining("it must answer op.ok(..)");
  }

  @Test
  void a_checker_that_breaks_is_a_harness_failure_and_the_history_is_kept() {
    var causes =
        List.of(
            new IllegalStateException("boom"),
            new AssertionError("boom"),
            new StackOverflowError());
    for (Throwable cause : causes) {
      var backend = OddBackend.counting(Registers.backend());
      var broken =
          Registers.judgedBy(
              history -> {
                throw sneaky(cause);
              });
      var failure = harnessFailure(trial().on(backend).workload(broken));
      assertThat(failure)
          .hasMessageContaining("the checker broke on the history: " + cause)
          .hasCause(cause);
      assertThat(witness.stored().history().size()).isPositive();
      assertThat(backend.closed()).isEqualTo(1);
    }
  }

  @Test
  void a_journal_that_cannot_be_written_is_a_harness_failure() throws IOException {
    var folder = trial().store().create("register", Instant.now());
    Files.createDirectory(folder.directory().resolve("history.jsonl"));
    var site = new Site(7, folder.logs(), folder.data());
    try (var cluster = Registers.backend().open(site)) {
      var failure = harnessFailure(trial().on(cluster, folder));
      assertThat(failure).hasMessageContaining("history.jsonl");
    }
  }

  @Test
  void a_violation_stands_though_the_trial_breaks_after_it() {
    var broken = doing(sequence(Registers.operations().limit(200), BROKEN));
    var run = trial().on(Registers.brokenBackend()).workload(broken).run();
    assertThat(run.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(witness.conclusion().suppressed())
        .singleElement()
        .asString()
        .contains("the trial broke after the violation", "this generator is broken");
    assertThat(run.text()).contains("also:", "the trial broke after the violation");
  }

  @Test
  void a_verdict_stands_though_the_cluster_does_not_close() {
    var sound = trial().on(OddBackend.thatCannotClose(Registers.backend())).run().assertValid();
    assertThat(sound.text()).contains("also:", "node n2 will not die");
    var broken = trial().on(OddBackend.thatCannotClose(Registers.brokenBackend())).run();
    broken.assertConvicted("stale-read");
    assertThat(witness.conclusion().suppressed())
        .singleElement()
        .asString()
        .contains("n2 will not");
  }

  @Test
  void an_open_cluster_serves_several_runs_and_stays_open() {
    var folder = trial().store().create("register", Instant.now());
    var site = new Site(7, folder.logs(), folder.data());
    var backend = OddBackend.counting(Registers.backend());
    try (var cluster = backend.open(site)) {
      var onOpen = trial().on(cluster, folder).workload(readsAndWritesOfItsOwn());
      var first = onOpen.run().assertValid();
      var second = onOpen.run().assertValid();
      assertThat(first.directory()).isEqualTo(folder.directory());
      assertThat(second.directory()).isNotEqualTo(first.directory());
      assertThat(StoredRun.open(first.directory()).history()).isEqualTo(first.history());
      assertThat(backend.closed()).isZero();
    }
  }

  @Test
  void a_trial_without_a_cluster_or_a_workload_says_what_to_add_and_stores_nothing() {
    var named = Trial.named("half").store(trial().store()).observed(witness);
    assertThatThrownBy(() -> named.workload(Registers.workload()).run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("trial half has no cluster: add .on(backend)");
    assertThatThrownBy(() -> named.on(Registers.backend()).run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("trial half has no workload: add .workload(...)");
    assertThat(witness.directories()).isEmpty();
    assertThat(trial().store().runs()).isEmpty();
  }

  private Trial trial() {
    return Registers.trial(store).observed(witness);
  }

  private static Workload clients(Client.Connector connector) {
    return Registers.workload(connector, Registers.operations(), Registers.everybodyReads());
  }

  private static Workload doing(Generator main) {
    var connector = RpcClient.connector(Duration.ofMillis(50));
    return Registers.workload(connector, main, Registers.everybodyReads());
  }

  /** Its register is not the cluster's: so it begins empty in every run. */
  private static Workload readsAndWritesOfItsOwn() {
    Client client = Client.on("read", op -> op.ok()).on("write", op -> op.ok());
    return new Workload(
        "idle",
        node -> client,
        sequence(invoke("read"), invoke("write")),
        invoke("read"),
        "none",
        history -> Verdict.valid());
  }

  private SetupFailure setupFailure(NoBackend backend) {
    return catchThrowableOfType(SetupFailure.class, () -> trial().on(backend).run());
  }

  /** Runs it, and checks that it is stored as the harness failure that it throws. */
  private HarnessFailure harnessFailure(Trial trial) {
    var failure = catchThrowableOfType(HarnessFailure.class, trial::run);
    assertThat(failure).isNotNull();
    var stored = witness.conclusion();
    assertThat(stored.outcome()).isEqualTo(Outcome.HARNESS_FAILURE);
    assertThat(failure.getMessage()).startsWith(stored.message());
    assertThat(stored.verdict()).isEmpty();
    assertThat(witness.stored().directory().resolve("verdict.txt"))
        .content()
        .contains("HARNESS FAILURE");
    return failure;
  }

  /** Stored is what the run says, and judged again it is judged the same. */
  private void assertStored(Run run) throws IOException {
    assertThat(run.directory())
        .isDirectoryContaining("glob:**/run.json")
        .isDirectoryContaining("glob:**/n3.log");
    var stored = StoredRun.open(run.directory());
    assertThat(stored.info().seed()).isEqualTo(7);
    assertThat(stored.info().cluster().nodes()).containsExactly("n1", "n2", "n3");
    assertThat(stored.info().again()).isEqualTo("-Dordeal.seed=7");
    assertThat(stored.history()).isEqualTo(run.history());
    var conclusion = stored.conclusion().orElseThrow();
    assertThat(conclusion.outcome()).isEqualTo(run.outcome());
    assertThat(names(conclusion.verdict().orElseThrow())).isEqualTo(names(run.verdict()));
    assertThat(stored.text()).isEqualTo(run.text());
    assertThat(Files.readString(run.directory().resolve("verdict.txt"))).isEqualTo(run.text());
    var again = Checkers.named(stored.info().checker()).orElseThrow().check(stored.history());
    assertThat(again.validity()).isEqualTo(run.verdict().validity());
    assertThat(names(again)).isEqualTo(names(run.verdict()));
    assertThat(witness.runs()).containsExactly(run);
  }

  /** Throws it, checked or not: a checker may break in any way. */
  private static RuntimeException sneaky(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause;
  }

  private static List<String> names(Verdict verdict) {
    return verdict.anomalies().stream().map(Anomaly::name).toList();
  }
}
