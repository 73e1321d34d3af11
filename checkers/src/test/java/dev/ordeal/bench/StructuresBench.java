package dev.ordeal.bench;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.models.AppendLog;
import dev.ordeal.checkers.models.Counter;
import dev.ordeal.checkers.models.GrowOnlySet;
import dev.ordeal.checkers.models.Mutex;
import dev.ordeal.checkers.models.OwnerAwareMutex;
import dev.ordeal.checkers.models.Semaphore;
import dev.ordeal.checkers.models.UniqueIds;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Random;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** How long the judgement of large histories of special structures takes. */
public final class StructuresBench {
  private static final int ROUNDS = 6;

  /** On a busy machine what a thread worked tells more than what a clock shows. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private StructuresBench() {}

  /** Some number of clients that call a model, always busy; each call takes effect in between. */
  private static final class Clients<S> {
    private final Random random;
    private final Model<S> model;
    private final BiFunction<Integer, Integer, Op> next;
    private final BiFunction<S, Op, @Nullable Object> answer;
    private final int[] process;
    private final Op[] open;
    private final boolean[] happened;
    private final int[] begun;

    Clients(
        long seed,
        int clients,
        Model<S> model,
        BiFunction<Integer, Integer, Op> next,
        BiFunction<S, Op, @Nullable Object> answer) {
      this.random = new Random(seed);
      this.model = model;
      this.next = next;
      this.answer = answer;
      this.process = new int[clients];
      this.open = new Op[clients];
      this.happened = new boolean[clients];
      this.begun = new int[clients];
    }

    History history(int operations, double infos) {
      var builder = History.builder();
      S state = model.initial();
      int fresh = process.length;
      for (int i = 0; i < process.length; i++) {
        process[i] = i;
      }
      long time = 0;
      for (int ended = 0; ended < operations; ) {
        int client = random.nextInt(process.length);
        if (open[client] == null) {
          Op op = next.apply(begun[client]++, random.nextInt(1 << 20)).withProcess(process[client]);
          open[client] = op.withTime(time++);
          happened[client] = false;
          builder.add(open[client]);
        } else if (!happened[client]) {
          Op op = open[client];
          Object answered = answer.apply(state, op);
          var call = new Call(op.process(), op.f(), op.value(), true, answered);
          if (model.step(state, call) instanceof To<S> to) {
            state = to.state();
            happened[client] = true;
            open[client] = op.withValue(answered);
          }
        } else {
          Op op = open[client];
          boolean crashes = !op.f().equals("acquire") && random.nextDouble() < infos;
          builder.add((crashes ? op.info("timeout") : op.ok(op.value())).withTime(time++));
          process[client] = crashes ? fresh++ : process[client];
          open[client] = null;
          ended++;
        }
      }
      return builder.build();
    }
  }

  private static <S> void measure(
      Model<S> model,
      int operations,
      double infos,
      BiFunction<Integer, Integer, Op> next,
      BiFunction<S, Op, @Nullable Object> answer) {
    var history = new Clients<>(1, 20, model, next, answer).history(operations, infos);
    for (int round = 1; round <= ROUNDS; round++) {
      long start = System.nanoTime();
      long startOfWork = THREADS.getCurrentThreadCpuTime();
      Verdict verdict = Linearizable.of(model).check(history);
      System.out.printf(
          "%-18s %8d operations, round %d: %-8s by %-24s %6d ms, %6d ms at work%n",
          model.name(),
          operations,
          round,
          verdict.validity(),
          verdict.stats().get("algorithm"),
          (System.nanoTime() - start) / 1_000_000,
          (THREADS.getCurrentThreadCpuTime() - startOfWork) / 1_000_000);
    }
  }

  private static Op turn(int begun) {
    return Op.invoke(begun % 2 == 0 ? "acquire" : "release");
  }

  private static Op mostly(String f, @Nullable Object value, boolean reads) {
    return reads ? Op.invoke("read") : Op.invoke(f, value);
  }

  /** Prints a line per round. */
  public static void main(String[] arguments) {
    int size = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
    var ids = new int[1];
    measure(new OwnerAwareMutex(), size, 0.001, (n, r) -> turn(n), (s, op) -> null);
    measure(new Mutex(), size, 0.001, (n, r) -> turn(n), (s, op) -> null);
    measure(new Semaphore(10), size, 0.001, (n, r) -> turn(n), (s, op) -> null);
    measure(
        new Counter(),
        size,
        0.001,
        (n, r) -> mostly("increment", null, r % 2 == 0),
        (sum, op) -> op.f().equals("read") ? sum : op.value());
    measure(new UniqueIds(), size, 0.001, (n, r) -> Op.invoke("generate"), (s, op) -> ids[0]++);
    measure(
        new AppendLog(),
        size,
        0.001,
        (n, r) -> mostly("append", ids[0]++, r % (size / 4) == 0),
        (log, op) -> op.f().equals("read") ? log.inOrder() : op.value());
    measure(
        new GrowOnlySet(),
        size,
        0.001,
        (n, r) -> mostly("add", ids[0]++, r % (size / 4) == 0),
        (set, op) -> op.f().equals("read") ? set.toList() : op.value());
  }
}
