package dev.ordeal.harness.junit;

import dev.ordeal.harness.cluster.containers.ContainerEngine;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The condition behind {@link RequiresContainers}. */
final class ContainersCondition implements ExecutionCondition {
  private static final String SETTING = "ordeal.containers";

  ContainersCondition() {}

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    var wish =
        context.getConfigurationParameter(SETTING).orElseGet(() -> System.getProperty(SETTING, ""));
    return switch (wish) {
      case "required" -> ConditionEvaluationResult.enabled("containers are required");
      case "off" -> ConditionEvaluationResult.disabled(SETTING + " is off");
      case "", "auto" -> whereAnEngineAnswers();
      default ->
          throw new IllegalArgumentException(
              SETTING + " must be required, auto or off, and is '" + wish + "'");
    };
  }

  private static ConditionEvaluationResult whereAnEngineAnswers() {
    return ContainerEngine.problem()
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("a container engine answers"));
  }
}
