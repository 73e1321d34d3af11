package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.generator.Context;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Fault;
import java.util.LinkedHashMap;
import java.util.SplittableRandom;

/**
 * Injects and heals one fault in turn, at times that depend on nothing but the moment it began.
 *
 * @param fault what to inject
 * @param rhythm when
 * @param begunAt when it was first asked, in nanoseconds since the trial began; negative before
 * @param turns how many ops it has given
 */
public record FaultCycle(Fault fault, Rhythm rhythm, long begunAt, long turns)
    implements Generator {

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
    return new FaultCycle(fault, rhythm, -1, 0);
  }

  @Override
  public Next next(Context context) {
    long begun = begunAt < 0 ? context.time() : begunAt;
    boolean heals = turns % 2 == 1;
    long sinceBegun = rhythm.after + turns / 2 * rhythm.period + (heals ? rhythm.lasting : 0);
    if (!heals && sinceBegun >= rhythm.during) {
      return new Exhausted();
    }
    var waiting = new FaultCycle(fault, rhythm, begun, turns);
    long due = begun + sinceBegun;
    if (due > context.time()) {
      return new Pending(due, waiting);
    }
    if (!context.free().contains(Op.NEMESIS)) {
      return new Pending(Long.MAX_VALUE, waiting);
    }
    Op op = heals ? Op.invoke(fault.heal()) : injection(context.seed());
    return new Emit(
        op.withProcess(Op.NEMESIS).withTime(context.time()),
        new FaultCycle(fault, rhythm, begun, turns + 1));
  }

  private Op injection(long seed) {
    var value = new LinkedHashMap<String, Object>(fault.aim());
    long salt = (fault.words().hashCode() + turns) * 0x9E3779B97F4A7C15L;
    value.put("draw", new SplittableRandom(seed ^ salt).nextLong());
    return Op.invoke(fault.inject(), value);
  }
}
