package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.generator.Context;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Cycle;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.Rhythm.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Injects and heals one fault in turn, at times that depend on nothing but the seed and the moment
 * it began.
 *
 * <p>An injection that hit nobody, because nobody leads just then, comes again after a moment, and
 * the fault lasts as long as ever; unless it would run into the next one.
 *
 * @param cycle what to inject, and when
 * @param place where that stands in the plan
 * @param begunAt when it was first asked, in nanoseconds since the trial began; negative before
 * @param turn how many faults were healed
 * @param span of this turn's fault; null before it is drawn
 * @param injected whether this turn's fault is injected, and to be healed next
 * @param late how much later than in its span this turn's injection comes
 * @param asked whether an injection was given whose end is not known yet
 */
record Episodes(
    Cycle cycle,
    Schedules.Place place,
    long begunAt,
    long turn,
    @Nullable Span span,
    boolean injected,
    Duration late,
    boolean asked)
    implements Generator {
  private static final Duration AGAIN = Duration.ofMillis(100);
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** Begins when it is first asked. */
  static Generator of(Cycle cycle, Schedules.Place place) {
    return new Episodes(cycle, place, -1, 0, null, false, Duration.ZERO, false);
  }

  @Override
  public Next next(Context context) {
    long begun = begunAt < 0 ? context.time() : begunAt;
    var drawn = Optional.ofNullable(span);
    var now = drawn.isPresent() || turn > 0 ? drawn : span(0, drawn, context);
    if (now.isEmpty()) {
      return new Exhausted();
    }
    var waiting = new Episodes(cycle, place, begun, turn, now.get(), injected, late, asked);
    long due = begun + waiting.due().toNanos();
    if (due > context.time()) {
      return new Pending(due, waiting);
    }
    if (!context.free().contains(Op.NEMESIS)) {
      return new Pending(Long.MAX_VALUE, waiting);
    }
    return injected ? waiting.heal(context, due) : waiting.inject(context, due);
  }

  private Span current() {
    if (span == null) {
      throw new IllegalStateException("nothing is drawn yet");
    }
    return span;
  }

  private Duration due() {
    var injection = current().from().plus(late);
    return injected ? injection.plus(current().lasting()) : injection;
  }

  private Next inject(Context context, long due) {
    var fault = fault(context);
    var op = Injections.invoke(fault, place.id(fault.words(), turn), draw(fault, context));
    return new Emit(
        Schedules.at(op, due), new Episodes(cycle, place, begunAt, turn, span, true, late, true));
  }

  private Next heal(Context context, long due) {
    var fault = fault(context);
    var op = Op.invoke(fault.heal(), Map.of("id", place.id(fault.words(), turn)));
    var following = span(turn + 1, Optional.of(current()), context).orElse(null);
    return new Emit(
        Schedules.at(op, due),
        new Episodes(cycle, place, begunAt, turn + 1, following, false, Duration.ZERO, false));
  }

  private Fault fault(Context context) {
    return cycle.what().pick(turn, random(turn, 1, context), place.nodes());
  }

  private Optional<Span> span(long which, Optional<Span> before, Context context) {
    return cycle.rhythm().span(which, before, random(which, 2, context));
  }

  private RandomGenerator random(long which, long purpose, Context context) {
    long salt = cycle.what().words().hashCode() * 31L + which * 4 + purpose;
    return new SplittableRandom(context.seed() ^ salt * GOLDEN);
  }

  private long draw(Fault fault, Context context) {
    long salt = fault.words().hashCode() + 2 * turn;
    return new SplittableRandom(context.seed() ^ salt * GOLDEN).nextLong();
  }

  @Override
  public Generator update(Context context, Op event) {
    if (!asked || !event.isNemesis() || !event.type().completes()) {
      return this;
    }
    var later = Schedules.since(begunAt, event.time()).plus(AGAIN).minus(current().from());
    boolean again = hitNobody(event) && isRoomFor(later, context);
    return again
        ? new Episodes(cycle, place, begunAt, turn, span, false, later, false)
        : new Episodes(cycle, place, begunAt, turn, span, injected, late, false);
  }

  private boolean isRoomFor(Duration later, Context context) {
    var end = current().from().plus(later).plus(current().lasting());
    return span(turn + 1, Optional.of(current()), context)
        .map(following -> end.compareTo(following.from()) <= 0)
        .orElse(true);
  }

  private static boolean hitNobody(Op injection) {
    return injection.value() instanceof Map<?, ?> done && List.of().equals(done.get("nodes"));
  }
}
