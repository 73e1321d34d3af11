package dev.ordeal.nemesis;

import java.util.List;
import java.util.stream.Collectors;

/** Plans one after the other; each but the last should end by itself. */
public record Sequence(List<Plan> plans) implements Plan {

  /** Refuses to wrap fewer than two: one alone is the plan itself. */
  public Sequence {
    plans = List.copyOf(plans);
    if (plans.size() < 2) {
      throw new IllegalArgumentException("a sequence of " + plans.size() + " plans: give two");
    }
  }

  @Override
  public String text() {
    return plans.stream()
        .map(plan -> text(plan, plan instanceof Together || plan instanceof Sequence))
        .collect(Collectors.joining("; then "));
  }

  /** A part of a plan, in parentheses if it would else be read in another way. */
  static String text(Plan plan, boolean isLoose) {
    return isLoose && !plan.equals(Together.CALM) ? "(" + plan.text() + ")" : plan.text();
  }

  @Override
  public List<Fault> faults() {
    return plans.stream().flatMap(plan -> plan.faults().stream()).toList();
  }

  @Override
  public List<Trigger> triggers() {
    return plans.stream().flatMap(plan -> plan.triggers().stream()).toList();
  }
}
