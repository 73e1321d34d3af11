package dev.ordeal.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.trials.Registers;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a trial has its seed from, and what it refuses. */
class TrialSettingsTest {

  @AfterEach
  void no_seed_is_given_any_more() {
    System.clearProperty(Trial.SEED_PROPERTY);
    System.clearProperty(PlanReader.PROPERTY);
  }

  @Test
  void the_seed_is_fresh_and_short_unless_said() {
    var seeds =
        IntStream.range(0, 20).mapToObj(i -> Trial.named("t").seed()).collect(Collectors.toSet());
    assertThat(seeds).hasSizeGreaterThan(15).allMatch(seed -> 0 <= seed && seed < 10_000_000_000L);
  }

  @Test
  void a_trial_keeps_its_seed_whatever_else_is_said() {
    var trial = Trial.named("t");
    assertThat(trial.concurrency(3).quiet().on(Registers.backend()).seed()).isEqualTo(trial.seed());
  }

  @Test
  void the_property_names_the_seed_and_the_trial_itself_may_say_another() {
    System.setProperty(Trial.SEED_PROPERTY, " -42 ");
    assertThat(Trial.named("t").seed()).isEqualTo(-42);
    assertThat(Trial.named("t").seed(5).seed()).isEqualTo(5);
    System.setProperty(Trial.SEED_PROPERTY, "");
    assertThat(Trial.named("t").seed()).isNotNegative();
  }

  @Test
  void a_seed_that_is_no_number_is_refused_by_name() {
    System.setProperty(Trial.SEED_PROPERTY, "0x2a");
    assertThatThrownBy(() -> Trial.named("t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("-Dordeal.seed=0x2a is not a whole number");
  }

  @Test
  void a_plan_that_nobody_can_read_is_refused_by_name() {
    System.setProperty(PlanReader.PROPERTY, "kill one");
    assertThatThrownBy(() -> Trial.named("t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("-Dordeal.plan is set, but nobody reads plans: add ordeal-nemesis");
    System.setProperty(PlanReader.PROPERTY, "@no/such/file");
    assertThatThrownBy(() -> Trial.named("t")).hasMessageContaining("@no/such/file");
  }

  @Test
  void a_trial_changes_by_copies() {
    var trial = Trial.named("t").seed(1).again("run it");
    var changed = trial.seed(2);
    assertThat(trial.seed()).isEqualTo(1);
    assertThat(changed.again()).isEqualTo("run it -Dordeal.seed=2");
  }

  @Test
  void a_trial_without_clients_is_refused() {
    assertThatThrownBy(() -> Trial.named("t").concurrency(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a trial needs at least one client, not 0");
  }
}
