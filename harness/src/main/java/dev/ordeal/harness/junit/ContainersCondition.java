package dev.ordeal.harness.junit;

import dev.ordeal.harness.cluster.containers.ContainerEngine;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The condition behind {@link RequiresContainers}. */
final class ContainersCondition implements ExecutionCondition {
  private static final String SETTING = "ordeal.containers";
  private static final AtomicBoolean SAID = new AtomicBoolean();

  ContainersCondition() {}

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    var wish =
        context.getConfigurationParameter(SETTING).orElseGet(() -> System.getProperty(SETTING, ""));
    return decide(wish, ContainerEngine::problem);
  }

  /** Asks for the engine's problem only where it matters: the first question takes seconds. */
  static ConditionEvaluationResult decide(String wish, Supplier<Optional<String>> problem) {
    return switch (wish) {
      case "required" -> ConditionEvaluationResult.enabled("containers are required");
      case "off" -> ConditionEvaluationResult.disabled(SETTING + " is off");
      case "", "auto" -> whereAnEngineAnswers(problem.get());
      default ->
          throw new IllegalArgumentException(
              SETTING + " must be required, auto or off, and is '" + wish + "'");
    };
  }

  private static ConditionEvaluationResult whereAnEngineAnswers(Optional<String> problem) {
    return problem
        .map(ContainersCondition::skipped)
        .orElseGet(() -> ConditionEvaluationResult.enabled("a container engine answers"));
  }

  /** Build tools count skipped tests, but do not print why: so it is said once, aloud. */
  private static ConditionEvaluationResult skipped(String problem) {
    if (SAID.compareAndSet(false, true)) {
      System.getLogger(RequiresContainers.class.getName())
          .log(System.Logger.Level.WARNING, "Container tests are skipped. " + problem);
    }
    return ConditionEvaluationResult.disabled(problem);
  }
}
