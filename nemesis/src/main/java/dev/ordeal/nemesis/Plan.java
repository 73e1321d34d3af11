package dev.ordeal.nemesis;

import dev.ordeal.harness.FaultPlan;
import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.harness.generator.Generators;
import dev.ordeal.nemesis.internal.FaultCycle;
import dev.ordeal.nemesis.internal.Mechanisms;
import dev.ordeal.nemesis.internal.TimeText;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * When which faults come and go: immutable data.
 *
 * <p>A fault comes after a calm and then in every period, and is healed after it has lasted: {@code
 * Plan.of(pause(leader())).every(ofSeconds(3)).lasting(ofSeconds(1))}. Plans run {@link #together}
 * or one {@link #then} the other. Whatever a plan leaves undone when the trial ends, or is
 * interrupted, the harness heals.
 */
public sealed interface Plan extends FaultPlan {

  /** This fault for 2 s of every 5 s, until the trial ends. */
  static Cycle of(Fault fault) {
    var period = Duration.ofSeconds(5);
    return new Cycle(fault, period.dividedBy(2), Duration.ofSeconds(2), period, FOREVER);
  }

  /** No faults at all. */
  static Plan calm() {
    return new Together(List.of());
  }

  /** These plans at the same time. */
  static Plan together(Plan... plans) {
    return new Together(List.of(plans));
  }

  /** This plan and, when it is through, that one. */
  default Plan then(Plan next) {
    return new Sequence(List.of(this, next));
  }

  /** Every fault in it. */
  List<Fault> faults();

  @Override
  default Nemesis nemesis() {
    return Mechanisms.of(faults());
  }

  @Override
  default Map<String, String> kinds() {
    var kinds = new HashMap<String, String>();
    faults().forEach(fault -> kinds.put(fault.inject(), fault.heal()));
    return kinds;
  }

  /** Longer than any trial. */
  Duration FOREVER = Duration.ofDays(365);

  /**
   * One fault, again and again.
   *
   * @param fault the fault
   * @param calm how long before the first
   * @param lasting from its injection to its healing
   * @param period from one injection to the next
   * @param during how long after its beginning the plan injects no more
   */
  record Cycle(Fault fault, Duration calm, Duration lasting, Duration period, Duration during)
      implements Plan {

    /** Refuses a fault that would last longer than its period. */
    public Cycle {
      if (lasting.compareTo(period) >= 0 || lasting.isNegative()) {
        throw new IllegalArgumentException(
            "a fault cannot last " + TimeText.of(lasting) + " of every " + TimeText.of(period));
      }
    }

    /** Once in this period; lasting half of it, unless {@link #lasting} says otherwise. */
    public Cycle every(Duration newPeriod) {
      var half = newPeriod.dividedBy(2);
      return new Cycle(fault, half, half, newPeriod, during);
    }

    /** From injection to healing. */
    public Cycle lasting(Duration newLasting) {
      return new Cycle(fault, calm, newLasting, period, during);
    }

    /** How long before the first. */
    public Cycle after(Duration newCalm) {
      return new Cycle(fault, newCalm, lasting, period, during);
    }

    /** How long after its beginning the plan injects no more. */
    public Cycle during(Duration newDuring) {
      return new Cycle(fault, calm, lasting, period, newDuring);
    }

    @Override
    public String text() {
      return fault.words()
          + ", "
          + TimeText.of(lasting)
          + " of every "
          + TimeText.of(period)
          + " after "
          + TimeText.of(calm)
          + (during.equals(FOREVER) ? "" : " for " + TimeText.of(during));
    }

    @Override
    public Generator schedule() {
      var rhythm =
          new FaultCycle.Rhythm(
              calm.toNanos(), lasting.toNanos(), period.toNanos(), during.toNanos());
      return FaultCycle.of(fault, rhythm);
    }

    @Override
    public List<Fault> faults() {
      return List.of(fault);
    }
  }

  /** Plans at the same time. */
  record Together(List<Plan> plans) implements Plan {
    @Override
    public String text() {
      return plans.isEmpty()
          ? "no faults"
          : plans.stream().map(Plan::text).collect(Collectors.joining("; and "));
    }

    @Override
    public Generator schedule() {
      return Generators.any(schedules(plans));
    }

    @Override
    public List<Fault> faults() {
      return plans.stream().flatMap(plan -> plan.faults().stream()).toList();
    }
  }

  /** Plans one after the other; each but the last should end by {@link Cycle#during}. */
  record Sequence(List<Plan> plans) implements Plan {
    @Override
    public String text() {
      return plans.stream().map(Plan::text).collect(Collectors.joining("; then "));
    }

    @Override
    public Generator schedule() {
      return Generators.sequence(schedules(plans));
    }

    @Override
    public List<Fault> faults() {
      return plans.stream().flatMap(plan -> plan.faults().stream()).toList();
    }
  }

  private static Generator[] schedules(List<Plan> plans) {
    return plans.stream().map(Plan::schedule).toArray(Generator[]::new);
  }
}
