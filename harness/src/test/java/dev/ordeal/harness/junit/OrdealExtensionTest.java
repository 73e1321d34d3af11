package dev.ordeal.harness.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.ordeal.harness.HarnessFailure;
import dev.ordeal.harness.InconclusiveError;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.ViolationError;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.results.StoredRun;
import dev.ordeal.results.run.Outcome;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** What a user's tests do with the extension, seen from outside. */
class OrdealExtensionTest {
  private static final String STORE = "ordeal.results";

  @TempDir private Path store;

  @BeforeEach
  void runs_are_stored_here_and_seeds_are_known() {
    System.setProperty(STORE, store.toString());
    System.setProperty(Trial.SEED_PROPERTY, "7");
  }

  @AfterEach
  void nothing_stays_set() {
    System.clearProperty(STORE);
    System.clearProperty(Trial.SEED_PROPERTY);
  }

  @Test
  void a_valid_trial_is_a_green_test_that_reports_its_seed_its_run_and_its_outcome() {
    var events = execute(Samples.Valid.class);
    assertThat(result(events).getStatus()).isEqualTo(Status.SUCCESSFUL);
    var entries = entries(events);
    assertThat(entries)
        .containsEntry("ordeal.seed", "7")
        .containsEntry("ordeal.outcome", "VALID")
        .containsOnlyKeys("ordeal.seed", "ordeal.outcome", "ordeal.run");
    var stored = StoredRun.open(Path.of(entries.get("ordeal.run")));
    assertThat(stored.directory()).startsWith(store);
    assertThat(stored.info().trial()).isEqualTo("Valid.keeps_its_promise");
    assertThat(stored.conclusion().orElseThrow().outcome()).isEqualTo(Outcome.VALID);
  }

  @Test
  void a_violation_fails_the_test_with_the_seed_and_the_command_to_run_it_again() {
    var events = execute(Samples.Violation.class);
    assertThat(failure(events))
        .isInstanceOf(ViolationError.class)
        .hasMessageContaining("stale-read")
        .hasMessageContaining("mvn test -Dtest=Violation#breaks_its_promise -Dordeal.seed=7");
    assertThat(entries(events)).containsEntry("ordeal.outcome", "INVALID");
  }

  @Test
  void a_build_can_say_how_it_runs_a_test_again() {
    System.setProperty("ordeal.again", "gradle test --tests ");
    try {
      assertThat(failure(execute(Samples.Violation.class)))
          .hasMessageContaining("gradle test --tests Violation#breaks_its_promise");
    } finally {
      System.clearProperty("ordeal.again");
    }
  }

  @Test
  void a_trial_that_is_never_run_is_not_green() {
    assertThat(failure(execute(Samples.NeverRun.class)))
        .hasMessageContaining("the injected trial was never run");
  }

  @Test
  void a_conviction_that_was_expected_is_green() {
    var events = execute(Samples.Convicted.class);
    assertThat(result(events).getStatus()).isEqualTo(Status.SUCCESSFUL);
    assertThat(entries(events)).containsEntry("ordeal.outcome", "INVALID");
  }

  @Test
  void a_trial_that_nobody_can_judge_fails_the_test_as_inconclusive() {
    var events = execute(Samples.Inconclusive.class);
    assertThat(failure(events))
        .isInstanceOf(InconclusiveError.class)
        .hasMessageContaining("out of steps")
        .hasMessageContaining("-Dordeal.seed=7");
    assertThat(entries(events)).containsEntry("ordeal.outcome", "INCONCLUSIVE");
  }

  @Test
  void a_cluster_that_does_not_come_up_fails_the_test_as_a_setup_failure() {
    var events = execute(Samples.NoCluster.class);
    assertThat(failure(events))
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("no port is free")
        .hasMessageContaining("-Dtest=NoCluster#does_not_come_up -Dordeal.seed=7");
    assertThat(entries(events)).containsKey("ordeal.run").doesNotContainKey("ordeal.outcome");
  }

  @Test
  void a_trial_that_breaks_fails_the_test_as_a_harness_failure() {
    assertThat(failure(execute(Samples.Broken.class)))
        .isInstanceOf(HarnessFailure.class)
        .hasMessageContaining("boom")
        .hasMessageContaining("-Dtest=Broken#has_a_broken_checker -Dordeal.seed=7");
  }

  @Test
  void a_run_that_was_not_asserted_is_asserted_to_be_valid() {
    assertThat(failure(execute(Samples.Forgotten.class))).isInstanceOf(ViolationError.class);
    assertThat(failure(execute(Samples.ForgottenSecond.class))).isInstanceOf(ViolationError.class);
  }

  @Test
  void a_test_that_fails_by_itself_keeps_its_failure() {
    var failure = failure(execute(Samples.FailsByItself.class));
    assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("my own reason");
    assertThat(failure.getSuppressed()).isEmpty();
  }

  @Test
  void a_cluster_parameter_is_the_cluster_of_the_trial_and_is_closed_after_the_test() {
    Samples.BothParameters.SEEN.clear();
    int before = Samples.BothParameters.BACKEND.opened();
    var tests = execute(Samples.BothParameters.class);
    tests.assertStatistics(all -> all.started(4).succeeded(3).failed(1));
    assertThat(Samples.BothParameters.SEEN)
        .containsExactlyInAnyOrder(
            "BothParameters.trial_first",
            "BothParameters.cluster_first",
            "BothParameters.fails",
            "alone");
    assertThat(Samples.BothParameters.BACKEND.opened() - before).isEqualTo(4);
    assertThat(Samples.BothParameters.BACKEND.closed())
        .as("the failed one's as well")
        .isEqualTo(Samples.BothParameters.BACKEND.opened());
  }

  @Test
  void without_a_backend_the_trial_says_where_it_runs_and_a_cluster_parameter_says_why_not() {
    var tests = execute(Samples.WithoutBackend.class);
    tests.assertStatistics(all -> all.succeeded(1).failed(1));
    assertThat(failure(tests)).hasMessageContaining("OrdealExtension.on(backend)");
  }

  @Test
  void the_seed_is_fresh_unless_it_is_given() {
    System.clearProperty(Trial.SEED_PROPERTY);
    var once = entries(execute(Samples.Valid.class)).get("ordeal.seed");
    var again = entries(execute(Samples.Valid.class)).get("ordeal.seed");
    assertThat(once).isNotEqualTo(again);
    System.setProperty(Trial.SEED_PROPERTY, once);
    assertThat(entries(execute(Samples.Valid.class))).containsEntry("ordeal.seed", once);
  }

  @Test
  void a_seed_that_is_no_number_fails_the_test_by_name() {
    System.setProperty(Trial.SEED_PROPERTY, "seven");
    assertThat(failure(execute(Samples.Valid.class)))
        .hasStackTraceContaining("-Dordeal.seed=seven is not a whole number");
  }

  private static Events execute(Class<?> sample) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(sample))
        .execute()
        .testEvents();
  }

  private static TestExecutionResult result(Events tests) {
    return tests.finished().stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .reduce((one, other) -> one.getStatus() == Status.SUCCESSFUL ? other : one)
        .orElseThrow();
  }

  private static Throwable failure(Events tests) {
    assertThat(result(tests).getStatus()).isEqualTo(Status.FAILED);
    return result(tests).getThrowable().orElseThrow();
  }

  private static Map<String, String> entries(Events tests) {
    var entries = new HashMap<String, String>();
    tests.reportingEntryPublished().stream()
        .map(event -> event.getRequiredPayload(ReportEntry.class))
        .forEach(entry -> entries.putAll(entry.getKeyValuePairs()));
    return entries;
  }
}
