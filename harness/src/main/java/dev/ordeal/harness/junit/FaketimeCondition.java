package dev.ordeal.harness.junit;

import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.internal.clock.Faketime;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides whether a test that needs libfaketime runs. */
final class FaketimeCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    var wish =
        context
            .getConfigurationParameter("ordeal.clocks")
            .orElseGet(() -> System.getProperty("ordeal.clocks", "auto"));
    if (wish.equals("required")) {
      return ConditionEvaluationResult.enabled("clocks are required");
    }
    try {
      return ConditionEvaluationResult.enabled("libfaketime is " + Faketime.library());
    } catch (SetupFailure missing) {
      return ConditionEvaluationResult.disabled(String.valueOf(missing.getMessage()));
    }
  }
}
