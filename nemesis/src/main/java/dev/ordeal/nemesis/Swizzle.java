package dev.ordeal.nemesis;

import dev.ordeal.nemesis.internal.TimeText;
import java.time.Duration;
import java.util.List;

/**
 * One node after the other is hit and, when all are, they are healed one after the other in another
 * order; both orders are drawn anew each time. The idea is Jepsen's, who owe it to a bug in Redis
 * that nothing else found.
 *
 * @param fault of nodes: its targets say how many are hit
 * @param step from one injection or healing to the next
 * @param calm how long before the first
 * @param period from the beginning of one round to that of the next, unless the round takes longer
 * @param during how long after its beginning the plan begins no more rounds
 */
public record Swizzle(Fault fault, Duration step, Duration calm, Duration period, Duration during)
    implements Plan {

  /** Refuses a fault that is not of nodes, and one of whoever leads. */
  public Swizzle {
    if (!fault.isOfNodes()) {
      throw new IllegalArgumentException(
          "a swizzle of " + fault.words() + ": aim it at nodes, or isolate-one");
    }
    if (step.toNanos() < 1 || period.toNanos() < 1 || calm.isNegative()) {
      throw new IllegalArgumentException(
          "a swizzle with a step of " + step + " every " + period + ": give both more than 0");
    }
  }

  /** From one injection or healing to the next. */
  public Swizzle step(Duration newStep) {
    return new Swizzle(fault, newStep, calm, period, during);
  }

  /** From the beginning of one round to that of the next. */
  public Swizzle every(Duration newPeriod) {
    return new Swizzle(fault, step, calm, newPeriod, during);
  }

  /** How long before the first. */
  public Swizzle after(Duration newCalm) {
    return new Swizzle(fault, step, newCalm, period, during);
  }

  /** How long after its beginning the plan begins no more rounds. */
  public Swizzle during(Duration newDuring) {
    return new Swizzle(fault, step, calm, period, newDuring);
  }

  @Override
  public String text() {
    return "swizzle "
        + fault.words()
        + ", a step of "
        + TimeText.of(step)
        + " every "
        + TimeText.of(period)
        + " after "
        + TimeText.of(calm)
        + (during.equals(FOREVER) ? "" : " for " + TimeText.of(during));
  }

  @Override
  public List<Fault> faults() {
    return List.of(fault);
  }

  @Override
  public List<Trigger> triggers() {
    return List.of();
  }
}
