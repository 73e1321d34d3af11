package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.generator.Context;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.Op;
import java.util.Optional;

/** Nemesis ops at times that are known from the beginning. */
@FunctionalInterface
interface Timetable {

  /**
   * The n-th op, with its time in nanoseconds since the beginning; none if there are no more.
   *
   * @param n from 0
   * @param seed decides what is drawn
   */
  Optional<Op> at(long n, long seed);

  /** Begins when it is first asked. */
  static Generator of(Timetable table) {
    return new Timed(table, -1, 0);
  }

  /** The ops of a timetable from the n-th on. */
  record Timed(Timetable table, long begunAt, long n) implements Generator {
    @Override
    public Next next(Context context) {
      long begun = begunAt < 0 ? context.time() : begunAt;
      var op = table.at(n, context.seed());
      if (op.isEmpty()) {
        return new Exhausted();
      }
      var waiting = new Timed(table, begun, n);
      long due = begun + op.get().time();
      if (due > context.time()) {
        return new Pending(due, waiting);
      }
      return context.free().contains(Op.NEMESIS)
          ? new Emit(Schedules.at(op.get(), due), new Timed(table, begun, n + 1))
          : new Pending(Long.MAX_VALUE, waiting);
    }
  }
}
