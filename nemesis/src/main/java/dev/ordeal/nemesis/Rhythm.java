package dev.ordeal.nemesis;

import dev.ordeal.nemesis.internal.TimeText;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When the faults of a {@link Cycle} come and go. */
public sealed interface Rhythm {

  /**
   * One fault: from when after the beginning of its plan, and how long.
   *
   * @param from from the beginning of the plan to the injection
   * @param lasting from the injection to the healing
   */
  record Span(Duration from, Duration lasting) {}

  /** As {@link Plan#parse} reads it. */
  String text();

  /**
   * The span of a turn; none if there are no more.
   *
   * @param turn from 0
   * @param before the span of the turn before it, if there was one
   * @param random the draws of this turn
   */
  Optional<Span> span(long turn, Optional<Span> before, RandomGenerator random);

  /** The same with another calm before the first fault. */
  Rhythm after(Duration calm);

  /** The same with faults that last as long, or as long on average. */
  Rhythm lasting(Duration lasting);

  /** The same, without any fault that would begin so long after the plan did, or later. */
  Rhythm during(Duration during);

  /**
   * Once in every period.
   *
   * @param calm how long before the first
   * @param lasting from its injection to its healing
   * @param period from one injection to the next
   * @param during how long after its beginning the plan injects no more
   */
  record Steady(Duration calm, Duration lasting, Duration period, Duration during)
      implements Rhythm {

    /** Refuses a fault that would last longer than its period. */
    public Steady {
      requireTime("a calm", calm);
      if (lasting.compareTo(period) >= 0 || lasting.isNegative()) {
        throw new IllegalArgumentException(
            "a fault cannot last " + TimeText.of(lasting) + " of every " + TimeText.of(period));
      }
    }

    /** Once in this period, lasting half of it, after a calm as long. */
    static Steady every(Duration period) {
      var half = period.dividedBy(2);
      return new Steady(half, half, period, Plan.FOREVER);
    }

    @Override
    public Optional<Span> span(long turn, Optional<Span> before, RandomGenerator random) {
      var from = calm.plus(period.multipliedBy(turn));
      return from.compareTo(during) < 0 ? Optional.of(new Span(from, lasting)) : Optional.empty();
    }

    @Override
    public Steady after(Duration newCalm) {
      return new Steady(newCalm, lasting, period, during);
    }

    @Override
    public Steady lasting(Duration newLasting) {
      return new Steady(calm, newLasting, period, during);
    }

    @Override
    public Steady during(Duration newDuring) {
      return new Steady(calm, lasting, period, newDuring);
    }

    @Override
    public String text() {
      return TimeText.of(lasting)
          + " of every "
          + TimeText.of(period)
          + " after "
          + TimeText.of(calm)
          + bound(during);
    }
  }

  /**
   * Quickly on and off, for a span of time in every period.
   *
   * @param spans when it flaps
   * @param on from each injection to its healing
   * @param off from that to the next injection
   */
  record Flapping(Steady spans, Duration on, Duration off) implements Rhythm {

    /** Refuses a fault that is always on or always off. */
    public Flapping {
      if (on.toNanos() < 1 || off.toNanos() < 1) {
        throw new IllegalArgumentException(
            "flapping "
                + TimeText.of(on)
                + " on and "
                + TimeText.of(off)
                + " off: give both more than 0");
      }
    }

    @Override
    public Optional<Span> span(long turn, Optional<Span> before, RandomGenerator random) {
      long beat = on.plus(off).toNanos();
      long whole = spans.lasting().toNanos();
      long beats = Math.max(1, (whole + beat - 1) / beat);
      var into = Duration.ofNanos(turn % beats * beat);
      return spans
          .span(turn / beats, Optional.empty(), random)
          .map(span -> new Span(span.from().plus(into), least(on, spans.lasting().minus(into))));
    }

    private static Duration least(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public Flapping after(Duration calm) {
      return new Flapping(spans.after(calm), on, off);
    }

    @Override
    public Flapping lasting(Duration lasting) {
      return new Flapping(spans.lasting(lasting), on, off);
    }

    @Override
    public Flapping during(Duration during) {
      return new Flapping(spans.during(during), on, off);
    }

    @Override
    public String text() {
      return spans.text() + ", flapping " + TimeText.of(on) + " on " + TimeText.of(off) + " off";
    }
  }

  /**
   * Now and then: gaps and lengths are drawn, each independent of all before (exponentially
   * distributed, as the gaps of a Poisson process are).
   *
   * @param calm how long before the first gap
   * @param gap how long it is from a healing to the next injection, on average
   * @param length how long it is from an injection to its healing, on average
   * @param during how long after its beginning the plan injects no more
   */
  record Poisson(Duration calm, Duration gap, Duration length, Duration during) implements Rhythm {
    private static final Duration LEAST = Duration.ofMillis(1);

    /** Refuses averages of nothing. */
    public Poisson {
      requireTime("a calm", calm);
      if (gap.compareTo(LEAST) < 0 || length.compareTo(LEAST) < 0) {
        throw new IllegalArgumentException(
            "about "
                + TimeText.of(length)
                + " with gaps of about "
                + TimeText.of(gap)
                + ": give both at least 1 ms");
      }
    }

    @Override
    public Optional<Span> span(long turn, Optional<Span> before, RandomGenerator random) {
      var since = before.map(span -> span.from().plus(span.lasting())).orElse(calm);
      var from = since.plus(draw(gap, random));
      return from.compareTo(during) < 0
          ? Optional.of(new Span(from, draw(length, random)))
          : Optional.empty();
    }

    private static Duration draw(Duration mean, RandomGenerator random) {
      double share = -StrictMath.log(1 - random.nextDouble());
      return Duration.ofNanos(Math.max(LEAST.toNanos(), (long) (share * mean.toNanos())));
    }

    @Override
    public Poisson after(Duration newCalm) {
      return new Poisson(newCalm, gap, length, during);
    }

    @Override
    public Poisson lasting(Duration newLength) {
      return new Poisson(calm, gap, newLength, during);
    }

    @Override
    public Poisson during(Duration newDuring) {
      return new Poisson(calm, gap, length, newDuring);
    }

    @Override
    public String text() {
      return "about "
          + TimeText.of(length)
          + " with gaps of about "
          + TimeText.of(gap)
          + (calm.isZero() ? "" : " after " + TimeText.of(calm))
          + bound(during);
    }
  }

  /**
   * One time.
   *
   * @param calm how long before it
   * @param lasting from its injection to its healing
   */
  record Once(Duration calm, Duration lasting) implements Rhythm {

    /** Refuses negative times. */
    public Once {
      requireTime("a calm", calm);
      requireTime("a fault", lasting);
    }

    @Override
    public Optional<Span> span(long turn, Optional<Span> before, RandomGenerator random) {
      return turn == 0 ? Optional.of(new Span(calm, lasting)) : Optional.empty();
    }

    @Override
    public Once after(Duration newCalm) {
      return new Once(newCalm, lasting);
    }

    @Override
    public Once lasting(Duration newLasting) {
      return new Once(calm, newLasting);
    }

    @Override
    public Once during(Duration during) {
      throw new IllegalArgumentException("a fault that comes once ends by itself");
    }

    @Override
    public String text() {
      return "once for "
          + TimeText.of(lasting)
          + (calm.isZero() ? "" : " after " + TimeText.of(calm));
    }
  }

  private static String bound(Duration during) {
    return during.equals(Plan.FOREVER) ? "" : " for " + TimeText.of(during);
  }

  private static void requireTime(String what, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(what + " of " + time + ": give 0 or more");
    }
  }
}
