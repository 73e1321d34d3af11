package dev.ordeal.harness.internal;

import dev.ordeal.harness.FaultPlan;
import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.Op;
import java.util.Map;
import java.util.Set;

/** The plan of a trial that injects nothing. */
public final class NoFaults implements FaultPlan, Nemesis {

  /** The one such plan. */
  public static final FaultPlan PLAN = new NoFaults();

  private NoFaults() {}

  @Override
  public String text() {
    return "no faults";
  }

  @Override
  public Nemesis nemesis() {
    return this;
  }

  @Override
  public Generator schedule() {
    return context -> new Generator.Exhausted();
  }

  @Override
  public Map<String, String> kinds() {
    return Map.of();
  }

  @Override
  public Set<String> fs() {
    return Set.of();
  }

  @Override
  public Object invoke(Op op, Cluster cluster) {
    throw new IllegalArgumentException("a plan without faults has no function " + op.f());
  }

  @Override
  public void heal(Cluster cluster) {}
}
