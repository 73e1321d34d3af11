package dev.ordeal.nemesis;

import java.time.Duration;
import java.util.List;

/**
 * A fault, or one of several, again and again.
 *
 * @param what which fault comes each time
 * @param rhythm when it comes and goes
 */
public record Cycle(Choice what, Rhythm rhythm) implements Plan {

  /** Once in this period; lasting half of it, unless {@link #lasting} says otherwise. */
  public Cycle every(Duration period) {
    return new Cycle(what, Rhythm.Steady.every(period));
  }

  /** From injection to healing; on average, where that is drawn. */
  public Cycle lasting(Duration lasting) {
    return new Cycle(what, rhythm.lasting(lasting));
  }

  /** How long before the first. */
  public Cycle after(Duration calm) {
    return new Cycle(what, rhythm.after(calm));
  }

  /** How long after its beginning the plan injects no more. */
  public Cycle during(Duration during) {
    return new Cycle(what, rhythm.during(during));
  }

  /**
   * At random times, after gaps of this length on average; see {@link #lasting} for the length of a
   * fault, which is 1 s on average unless said.
   */
  public Cycle poisson(Duration meanGap) {
    return new Cycle(
        what, new Rhythm.Poisson(Duration.ZERO, meanGap, Duration.ofSeconds(1), Plan.FOREVER));
  }

  /** Quickly on and off as long as each fault would last; to be said after {@link #every}. */
  public Cycle flapping(Duration on, Duration off) {
    if (rhythm instanceof Rhythm.Steady steady) {
      return new Cycle(what, new Rhythm.Flapping(steady, on, off));
    }
    throw new IllegalArgumentException("only what comes every so often can flap: " + text());
  }

  /** One time, at once unless {@link #after} says otherwise. */
  public Cycle once(Duration lasting) {
    return new Cycle(what, new Rhythm.Once(Duration.ZERO, lasting));
  }

  @Override
  public String text() {
    return what.words() + ", " + rhythm.text();
  }

  @Override
  public List<Fault> faults() {
    return what.faults();
  }

  @Override
  public List<Trigger> triggers() {
    return List.of();
  }
}
