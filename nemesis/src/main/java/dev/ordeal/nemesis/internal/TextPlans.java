package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.FaultPlan;
import dev.ordeal.harness.PlanReader;
import dev.ordeal.nemesis.Plan;

/** Lets the harness read the plans of this module. */
public final class TextPlans implements PlanReader {

  @Override
  public FaultPlan read(String text) {
    return Plan.parse(text);
  }
}
