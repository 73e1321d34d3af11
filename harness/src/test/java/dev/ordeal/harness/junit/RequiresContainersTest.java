package dev.ordeal.harness.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** When a test that needs containers runs. Whether an engine runs here does not matter. */
class RequiresContainersTest {
  private static final Supplier<Optional<String>> ENGINE = Optional::empty;
  private static final Supplier<Optional<String>> NO_ENGINE =
      () -> Optional.of("no engine answers: start Docker");

  @RequiresContainers
  static final class Sample {
    @Test
    void reaches_its_body() {
      throw new IllegalStateException("the body ran");
    }
  }

  @Test
  void left_to_itself_it_runs_where_an_engine_answers() {
    for (String wish : new String[] {"", "auto"}) {
      assertThat(ContainersCondition.decide(wish, ENGINE).isDisabled()).isFalse();
    }
  }

  @Test
  void left_to_itself_it_is_skipped_where_none_does_and_says_why() {
    for (String wish : new String[] {"", "auto"}) {
      var decision = ContainersCondition.decide(wish, NO_ENGINE);
      assertThat(decision.isDisabled()).isTrue();
      assertThat(reason(decision)).isEqualTo("no engine answers: start Docker");
    }
  }

  @Test
  void where_containers_are_required_it_runs_and_fails_by_itself() {
    assertThat(ContainersCondition.decide("required", NO_ENGINE).isDisabled()).isFalse();
    var tests = execute("required");
    tests.assertStatistics(all -> all.started(1).failed(1));
  }

  @Test
  void switched_off_it_is_skipped_without_asking_the_engine() {
    var decision =
        ContainersCondition.decide(
            "off",
            () -> {
              throw new IllegalStateException("nobody should ask");
            });
    assertThat(decision.isDisabled()).isTrue();
    execute("off").assertStatistics(all -> all.started(0));
  }

  @Test
  void another_wish_is_refused() {
    var results =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(Sample.class))
            .configurationParameter("ordeal.containers", "yes")
            .execute();
    assertThat(results.containerEvents().failed().stream())
        .singleElement()
        .asString()
        .contains("ordeal.containers must be required, auto or off, and is 'yes'");
  }

  private static Events execute(String wish) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(Sample.class))
        .configurationParameter("ordeal.containers", wish)
        .execute()
        .testEvents();
  }

  private static String reason(ConditionEvaluationResult decision) {
    return decision.getReason().orElseThrow();
  }
}
