package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Runs a generator without clients, clock or threads, as fast as it answers.
 *
 * @param latency how long each op takes, in nanoseconds
 * @param outcome how each op ends
 * @param impatient whether to ask the generator at every nanosecond
 * @param most after how many invocations to stop
 */
record Simulation(
    int concurrency,
    long seed,
    int most,
    ToLongFunction<Op> latency,
    Function<Op, Op> outcome,
    boolean impatient) {

  private record Due(long time, Op completion) {}

  /** Two clients and a nemesis; every op is ok at once. */
  static Simulation quick() {
    return new Simulation(2, 1, 1_000, op -> 0, Op::ok, false);
  }

  /** Two clients and a nemesis; every op is ok after ten nanoseconds. */
  static Simulation perfect() {
    return quick().taking(op -> 10);
  }

  Simulation clients(int number) {
    return new Simulation(number, seed, most, latency, outcome, impatient);
  }

  Simulation seeded(long newSeed) {
    return new Simulation(concurrency, newSeed, most, latency, outcome, impatient);
  }

  Simulation atMost(int invocations) {
    return new Simulation(concurrency, seed, invocations, latency, outcome, impatient);
  }

  Simulation taking(ToLongFunction<Op> newLatency) {
    return new Simulation(concurrency, seed, most, newLatency, outcome, impatient);
  }

  Simulation ending(Function<Op, Op> newOutcome) {
    return new Simulation(concurrency, seed, most, latency, newOutcome, impatient);
  }

  Simulation askingAllTheTime() {
    return new Simulation(concurrency, seed, most, latency, outcome, true);
  }

  /** The invocations, as text: {@code 10 p0 read null}. */
  List<String> invocations(Generator generator) {
    return run(generator).stream()
        .filter(op -> op.type() == Op.Type.INVOKE)
        .map(Simulation::text)
        .toList();
  }

  static String text(Op op) {
    String process = op.isNemesis() ? "nemesis" : "p" + op.process();
    return op.time() + " " + process + " " + op.f() + (op.value() == null ? "" : " " + op.value());
  }

  /** All ops in order. */
  List<Op> run(Generator generator) {
    return new Run().run(generator);
  }

  /** The state of one simulation. */
  private final class Run {
    private final List<Op> ops = new ArrayList<>();
    private final PriorityQueue<Due> open =
        new PriorityQueue<>(Comparator.comparingLong(Due::time));
    private ProcessSet processes = ProcessSet.of(concurrency, true);
    private ProcessSet free = processes;
    private long now;

    List<Op> run(Generator generator) {
      Generator current = generator;
      for (int invoked = 0; invoked < most; ) {
        Generator.Next next = current.next(context());
        long due = open.isEmpty() ? Long.MAX_VALUE : open.peek().time();
        if (next instanceof Generator.Emit emit) {
          if (emit.op().time() > now && due <= emit.op().time()) {
            current = complete(current);
          } else {
            now = Math.max(now, emit.op().time());
            current = invoke(emit);
            invoked++;
          }
        } else if (next instanceof Generator.Pending pending) {
          current = pending.rest();
          if (impatient
              && Math.min(pending.wake(), due) > now + 1
              && !(open.isEmpty() && pending.wake() == Long.MAX_VALUE)) {
            now++;
          } else if (pending.wake() < due) {
            now = Math.max(now + 1, pending.wake());
          } else if (open.isEmpty()) {
            throw new IllegalStateException("pending for ever: " + current);
          } else {
            current = complete(current);
          }
        } else {
          break;
        }
      }
      while (!open.isEmpty()) {
        complete(Generators.nothing());
      }
      return ops;
    }

    private Context context() {
      return new Context(now, processes, free, seed);
    }

    private Generator invoke(Generator.Emit emit) {
      Op op = emit.op();
      if (!free.contains(op.process()) || op.type() != Op.Type.INVOKE) {
        throw new IllegalStateException(op + " by a process that is not free: " + free);
      }
      Op placed = op.withTime(now);
      ops.add(placed);
      free = free.without(op.process());
      open.add(new Due(now + latency.applyAsLong(placed), placed));
      return emit.rest().update(context(), placed);
    }

    private Generator complete(Generator generator) {
      Due due = open.remove();
      now = Math.max(now, due.time());
      Op completion = outcome.apply(due.completion()).withTime(now);
      ops.add(completion);
      int process = completion.process();
      if (completion.type() == Op.Type.INFO && !completion.isNemesis()) {
        processes = processes.afterRetirementOf(process);
        free = free.renumberedAs(processes).with(process + concurrency);
      } else {
        free = free.with(process);
      }
      return generator.update(context(), completion);
    }
  }
}
