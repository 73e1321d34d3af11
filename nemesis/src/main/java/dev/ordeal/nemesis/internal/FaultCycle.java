package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.generator.Context;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Fault;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Injects and heals one fault in turn, at times that depend on nothing but the moment it began.
 *
 * <p>An injection that hit nobody, because nobody leads just then, comes again after a moment, and
 * the fault lasts as long as ever; unless it would run into the next period.
 *
 * @param fault what to inject
 * @param rhythm when
 * @param begunAt when it was first asked, in nanoseconds since the trial began; negative before
 * @param turns how many ops it has given, without those that came again
 * @param late how much later than in the rhythm this turn's injection comes
 * @param asked whether an injection was given whose end is not known yet
 */
public record FaultCycle(
    Fault fault, Rhythm rhythm, long begunAt, long turns, long late, boolean asked)
    implements Generator {
  private static final long AGAIN = Duration.ofMillis(100).toNanos();

  /**
   * When a fault comes and goes, in nanoseconds.
   *
   * @param after the calm before the first
   * @param lasting from injection to healing
   * @param period from one injection to the next
   * @param during from the beginning, the time after which none is injected any more
   */
  public record Rhythm(long after, long lasting, long period, long during) {}

  /** A cycle that begins when it is first asked. */
  public static Generator of(Fault fault, Rhythm rhythm) {
    return new FaultCycle(fault, rhythm, -1, 0, 0, false);
  }

  @Override
  public Next next(Context context) {
    long begun = begunAt < 0 ? context.time() : begunAt;
    boolean heals = turns % 2 == 1;
    long planned = planned() + (heals ? rhythm.lasting : 0);
    if (!heals && planned >= rhythm.during) {
      return new Exhausted();
    }
    var waiting = new FaultCycle(fault, rhythm, begun, turns, late, asked);
    long due = begun + planned + late;
    if (due > context.time()) {
      return new Pending(due, waiting);
    }
    if (!context.free().contains(Op.NEMESIS)) {
      return new Pending(Long.MAX_VALUE, waiting);
    }
    Op op = heals ? healing() : injection(context.seed());
    return new Emit(
        op.withProcess(Op.NEMESIS).withTime(context.time()),
        new FaultCycle(fault, rhythm, begun, turns + 1, heals ? 0 : late, !heals));
  }

  /** When this turn's fault is to be injected, in nanoseconds since this began. */
  private long planned() {
    return rhythm.after + turns / 2 * rhythm.period;
  }

  @Override
  public Generator update(Context context, Op event) {
    if (!asked || !event.isNemesis() || !event.type().completes()) {
      return this;
    }
    long later = event.time() + AGAIN - begunAt - planned();
    return hitNobody(event) && later + rhythm.lasting <= rhythm.period
        ? new FaultCycle(fault, rhythm, begunAt, turns - 1, later, false)
        : new FaultCycle(fault, rhythm, begunAt, turns, late, false);
  }

  private static boolean hitNobody(Op injection) {
    return injection.value() instanceof Map<?, ?> done && List.of().equals(done.get("nodes"));
  }

  /** The same for an injection and its healing, and for those that came again. */
  private String id() {
    return fault.words() + " #" + (turns / 2 + 1);
  }

  private Op healing() {
    return Op.invoke(fault.heal(), Map.of("id", id()));
  }

  private Op injection(long seed) {
    var value = new LinkedHashMap<String, Object>(fault.aim());
    long salt = (fault.words().hashCode() + turns) * 0x9E3779B97F4A7C15L;
    value.put("id", id());
    value.put("draw", new SplittableRandom(seed ^ salt).nextLong());
    return Op.invoke(fault.inject(), value);
  }
}
