package dev.ordeal.nemesis;

import java.util.List;
import java.util.stream.Collectors;

/** Plans at the same time; none at all is calm. */
public record Together(List<Plan> plans) implements Plan {
  static final Together CALM = new Together(List.of());

  /** Refuses to wrap one plan alone: that is the plan itself. */
  public Together {
    plans = List.copyOf(plans);
    if (plans.size() == 1) {
      throw new IllegalArgumentException("one plan together with none: " + plans.get(0).text());
    }
  }

  @Override
  public String text() {
    return plans.isEmpty()
        ? "no faults"
        : plans.stream()
            .map(plan -> Sequence.text(plan, plan instanceof Together))
            .collect(Collectors.joining("; and "));
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
