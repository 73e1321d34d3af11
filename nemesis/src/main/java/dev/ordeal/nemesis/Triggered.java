package dev.ordeal.nemesis;

import dev.ordeal.nemesis.internal.TimeText;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A plan that waits until something happens. The history tells it by nemesis ops: {@code watch}
 * when it begins to wait, {@code hit} when it happened. One that was never hit is a gap in the
 * evidence.
 *
 * @param trigger what must happen
 * @param delay from that to the beginning of the plan
 * @param plan what begins then
 * @param repeats whether it waits again when the plan is through
 */
public record Triggered(Trigger trigger, Duration delay, Plan plan, boolean repeats)
    implements Plan {

  /** Refuses a negative delay. */
  public Triggered {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("a delay of " + delay + ": give 0 or more");
    }
  }

  /** How long after it happened the plan begins; at once unless said. */
  public Triggered after(Duration newDelay) {
    return new Triggered(trigger, newDelay, plan, repeats);
  }

  @Override
  public String text() {
    return (repeats ? "whenever " : "when ")
        + trigger.words()
        + (delay.isZero() ? "" : ", after " + TimeText.of(delay))
        + ": "
        + Sequence.text(plan, plan instanceof Together || plan instanceof Sequence);
  }

  @Override
  public List<Fault> faults() {
    return plan.faults();
  }

  @Override
  public List<Trigger> triggers() {
    return Stream.concat(Stream.of(trigger), plan.triggers().stream()).toList();
  }
}
