package dev.ordeal.nemesis;

import dev.ordeal.nemesis.internal.Quotes;
import dev.ordeal.nemesis.internal.TimeText;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Named spans of time, one after the other. Each begins with a nemesis op {@code phase} that holds
 * its name and length, and ends when its time is over and its faults are healed.
 */
public record Phases(List<Phase> phases) implements Plan {

  /**
   * A span of time.
   *
   * @param name as the history tells it: {@code calm}, {@code storm}
   * @param length how long it is
   * @param plan what happens in it
   */
  public record Phase(String name, Duration length, Plan plan) {

    /** Refuses a span that is none. */
    public Phase {
      if (length.toNanos() < 1) {
        throw new IllegalArgumentException(
            "a phase " + name + " of " + TimeText.of(length) + ": give it more than 0");
      }
    }

    /** Without faults. */
    public static Phase calm(Duration length) {
      return new Phase("calm", length, Plan.calm());
    }

    /** With these. */
    public static Phase storm(Duration length, Plan plan) {
      return new Phase("storm", length, plan);
    }

    String text() {
      var head = Quotes.word(name) + " " + TimeText.of(length);
      return "[" + head + (plan.equals(Plan.calm()) ? "" : ": " + plan.text()) + "]";
    }
  }

  /** Refuses phases of nothing. */
  public Phases {
    phases = List.copyOf(phases);
    if (phases.isEmpty()) {
      throw new IllegalArgumentException("a plan of no phases: give at least one");
    }
  }

  @Override
  public String text() {
    return "phases " + phases.stream().map(Phase::text).collect(Collectors.joining(" "));
  }

  @Override
  public List<Fault> faults() {
    return phases.stream().flatMap(phase -> phase.plan.faults().stream()).toList();
  }

  @Override
  public List<Trigger> triggers() {
    return phases.stream().flatMap(phase -> phase.plan.triggers().stream()).toList();
  }
}
