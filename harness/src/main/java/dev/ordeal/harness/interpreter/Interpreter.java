package dev.ordeal.harness.interpreter;

import dev.ordeal.harness.Signals;
import dev.ordeal.harness.cluster.VirtualTime;
import dev.ordeal.harness.generator.Context;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.harness.generator.Generator.Emit;
import dev.ordeal.harness.generator.Generator.Pending;
import dev.ordeal.harness.generator.Generators;
import dev.ordeal.harness.generator.ProcessSet;
import dev.ordeal.history.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs generators on clients and the nemesis, and journals what happened: a well-formed history.
 *
 * <p>{@link #run} may be called several times, for the phases of a trial: clock, journal, processes
 * and open clients go on. All but {@link #progress} is for one thread at a time.
 */
public final class Interpreter implements AutoCloseable {
  private static final int INVOKED = 4;
  private static final int FAULTS = 5;
  private static final int TIME = 6;
  private static final int PROBLEMS = 2;

  private final Setup setup;
  private final Pace pace;
  private final Actor[] actors;
  private final @Nullable Call[] open;
  private final AtomicLongArray counts = new AtomicLongArray(7);
  private final Queue<Op> signals = new ArrayDeque<>();
  private final Queue<String> closingProblems = new ConcurrentLinkedQueue<>();
  private ProcessSet processes;
  private ProcessSet free;
  private int opened;
  private int journaled;
  private int runs;
  private boolean closed;

  private Interpreter(Setup setup, Pace pace) {
    this.setup = setup;
    this.pace = pace;
    this.processes = ProcessSet.of(setup.concurrency(), setup.nemesis().isPresent());
    this.free = processes;
    this.actors = processes.stream().mapToObj(this::actor).toArray(Actor[]::new);
    this.open = new Call[actors.length];
  }

  /** Begins a trial in real time: worker threads call the clients. */
  public static Interpreter inRealTime(Setup setup) {
    return new Interpreter(setup, new RealPace());
  }

  /**
   * Begins a trial in virtual time: the thread that calls {@link #run} does everything. Clients
   * that take time must be {@link dev.ordeal.harness.client.AsyncClient}s; what others, and the
   * nemesis, do takes a tenth of a millisecond.
   */
  public static Interpreter inVirtualTime(Setup setup, VirtualTime time) {
    return new Interpreter(setup, new VirtualPace(time));
  }

  /**
   * Runs a generator to its end and waits for what is then open. An operation that is still open
   * after the time for stragglers is recorded as info, and its thread and client are given up.
   *
   * @throws InterruptedException promptly, if this thread is interrupted; operations stay open
   * @throws ClientContractException if a client answers what no client may answer
   * @throws IllegalStateException if the generator waits for what cannot come
   */
  public void run(Generator generator) throws InterruptedException {
    long seed = new Context(0, processes, free, setup.seed()).salted(runs++).seed();
    Generator current = generator;
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the trial was interrupted");
      }
      current = takeSignals(takeAnswers(current, seed), seed);
      long now = pace.now();
      Generator.Next next = current.next(new Context(now, processes, free, seed));
      if (next instanceof Emit emit) {
        if (emit.op().time() > now) {
          await(emit.op().time());
        } else {
          current = begin(emit, now, seed);
        }
      } else if (next instanceof Pending pending) {
        current = pending.rest();
        awaitAnswer(pending.wake());
      } else {
        break;
      }
    }
    awaitStragglers(seed);
  }

  /** Takes what somebody sees happen, for the history and the generator; see {@link Signals}. */
  public Signals signals() {
    return (f, value) -> pace.tell(Op.invoke(f, value).withProcess(Op.NEMESIS));
  }

  /** How far it has come; safe to call from any thread. */
  public Progress progress() {
    return new Progress(
        counts.get(TIME),
        counts.get(INVOKED),
        counts.get(Op.Type.OK.ordinal()),
        counts.get(Op.Type.FAIL.ordinal()),
        counts.get(Op.Type.INFO.ordinal()),
        counts.get(FAULTS));
  }

  private Generator begin(Emit emit, long now, long seed) {
    Op op = emit.op();
    int process = op.process();
    if (op.type() != Op.Type.INVOKE || !free.contains(process)) {
      throw new IllegalStateException(
          "a generator emitted %s, but only an invoke by a free process can begin; free: %s"
              .formatted(op, free));
    }
    Op invoke = journal(op, now);
    free = free.without(process);
    var call = new Call(actors[slot(process)], invoke);
    open[slot(process)] = call;
    opened++;
    setup.journal().flush();
    pace.begin(call);
    return emit.rest().update(new Context(now, processes, free, seed), invoke);
  }

  private Generator takeAnswers(Generator generator, long seed) {
    Generator current = generator;
    for (var answer = pace.poll(); answer != null; answer = pace.poll()) {
      int slot = slot(answer.call().op.process());
      // Nobody waits any more for the answer of a call that was given up.
      if (open[slot] == answer.call()) {
        current = complete(answer, slot, current, seed);
      }
    }
    return current;
  }

  /** What was seen happen waits for the nemesis to be free, since it is told as an op of its. */
  private Generator takeSignals(Generator generator, long seed) {
    for (var signal = pace.pollSignal(); signal != null; signal = pace.pollSignal()) {
      signals.add(signal);
    }
    Generator current = generator;
    while (!signals.isEmpty() && free.contains(Op.NEMESIS)) {
      Op signal = signals.remove();
      long now = pace.now();
      Op invoke = journal(signal, now);
      var meanwhile = new Context(now, processes, free.without(Op.NEMESIS), seed);
      current = current.update(meanwhile, invoke);
      Op info = journal(NemesisActor.info(invoke, invoke.value()), now);
      current = current.update(new Context(now, processes, free, seed), info);
    }
    return current;
  }

  private Generator complete(Call.Answer answer, int slot, Generator generator, long seed) {
    open[slot] = null;
    opened--;
    if (answer.failure() != null) {
      throw failure(answer.failure());
    }
    long now = pace.now();
    Op completion = journal(Objects.requireNonNull(answer.completion()), now);
    int process = completion.process();
    if (completion.type() == Op.Type.INFO && process != Op.NEMESIS) {
      pace.retire(actors[slot]);
      replace(process);
    } else {
      free = free.with(process);
    }
    return generator.update(new Context(now, processes, free, seed), completion);
  }

  private static RuntimeException failure(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure);
  }

  private void replace(int process) {
    int fresh = process + setup.concurrency();
    processes = processes.afterRetirementOf(process);
    free = free.renumberedAs(processes).with(fresh);
    actors[slot(process)] = actor(fresh);
  }

  private void awaitAnswer(long wake) throws InterruptedException {
    if (opened == 0 && wake == Long.MAX_VALUE) {
      throw new IllegalStateException(
          "the generator waits for an event, but no operation is open that could cause one: end"
              + " it, or give it a time limit");
    }
    await(wake);
  }

  private void await(long wake) throws InterruptedException {
    setup.journal().flush();
    pace.await(wake);
  }

  private void awaitStragglers(long seed) throws InterruptedException {
    long end = pace.now() + setup.stragglers().toNanos();
    takeAll(seed);
    while (opened > 0 && pace.now() < end) {
      await(end);
      takeAll(seed);
    }
    for (Call call : openCalls()) {
      abandon(call);
    }
    takeSignals(Generators.nothing(), seed);
    setup.journal().flush();
  }

  /** When nobody asks for more ops. */
  private void takeAll(long seed) {
    takeSignals(takeAnswers(Generators.nothing(), seed), seed);
  }

  private void abandon(Call call) {
    int process = call.op.process();
    String why = "no answer within " + setup.stragglers() + " of the end of its phase";
    open[slot(process)] = null;
    opened--;
    pace.abandon(call);
    if (process == Op.NEMESIS) {
      journal(NemesisActor.failed(call.op, why), pace.now());
      free = free.with(process);
    } else {
      journal(call.op.info(why), pace.now());
      replace(process);
    }
  }

  private Op journal(Op op, long now) {
    var placed = new Op(journaled++, now, op.process(), op.type(), op.f(), op.value(), op.error());
    setup.journal().add(placed);
    boolean invoke = op.type() == Op.Type.INVOKE;
    if (!op.isNemesis()) {
      count(invoke ? INVOKED : op.type().ordinal());
    } else if (invoke) {
      count(FAULTS);
    }
    counts.lazySet(TIME, now);
    return placed;
  }

  private void count(int what) {
    counts.lazySet(what, counts.getPlain(what) + 1);
  }

  private Actor actor(int process) {
    if (process == Op.NEMESIS) {
      return new NemesisActor(setup.nemesis().orElseThrow());
    }
    var nodes = setup.nodes();
    return new ClientActor(
        setup.connector(), nodes.get(process % nodes.size()), closingProblems::add);
  }

  private int slot(int process) {
    return process == Op.NEMESIS ? setup.concurrency() : process % setup.concurrency();
  }

  private List<Call> openCalls() {
    return Arrays.stream(open).filter(Objects::nonNull).toList();
  }

  /** Closes all clients and ends all threads, within the time for stragglers. Idempotent. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pace.close(new ArrayList<>(Arrays.asList(actors)), openCalls(), setup.stragglers())
          .ifPresent(closingProblems::add);
    }
  }

  /** What went wrong as clients closed, and broke nothing: the first of it, and how much more. */
  public List<String> problems() {
    var all = List.copyOf(closingProblems);
    return all.size() <= PROBLEMS
        ? all
        : Stream.concat(
                all.stream().limit(PROBLEMS),
                Stream.of(
                    "clients had " + (all.size() - PROBLEMS) + " more problems as they closed"))
            .toList();
  }
}
