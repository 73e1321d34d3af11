package dev.ordeal.bench.histories;

import dev.ordeal.bench.histories.Running.Fate;
import dev.ordeal.bench.histories.Running.Phase;
import dev.ordeal.history.History;
import dev.ordeal.history.HistoryBuilder;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Clients that are always busy with one object: each begins its next operation one nanosecond after
 * its last one has ended, and each operation takes effect at a random instant between its call and
 * its end. So the history is linearizable by construction.
 *
 * <p>An operation takes up to two milliseconds, evenly distributed. An operation that crashes is
 * lost in one of two cases, else it takes effect before or after its info; a fresh process takes
 * the place of its own. What crashes is always an operation that can change the object: a crashed
 * read says nothing to anyone.
 */
final class Simulation {
  static final int MAX_CLIENTS = 2_000;

  private static final long LONGEST_NANOS = 2_000_000;

  private final Shape shape;
  private final SimulatedObject object;
  private final SplittableRandom random;
  private final HistoryBuilder builder = History.builder();
  private final Agenda agenda;
  private final List<Running> slots = new ArrayList<>();
  private final List<Integer> freeSlots = new ArrayList<>();
  private final List<Integer> waiting = new ArrayList<>();
  private int processes;
  private int begun;
  private int crashed;

  private Simulation(Shape shape, SimulatedObject object, SplittableRandom random) {
    this.shape = shape;
    this.object = object;
    this.random = random;
    this.agenda = new Agenda(shape.clients());
  }

  /** Makes the object of a simulation. */
  interface Maker {
    SimulatedObject make(Shape shape, SplittableRandom random);
  }

  static History of(Shape shape, Maker maker) {
    var random = new SplittableRandom(shape.seed());
    return new Simulation(shape, maker.make(shape, random.split()), random).history();
  }

  private History history() {
    for (int i = 0; i < shape.clients(); i++) {
      agenda.add(random.nextLong(LONGEST_NANOS), slot());
      slots.get(i).process = processes++;
    }
    int needed = object.roundsToMisbehave() * shape.clients();
    int plan = shape.operations() - Math.max(shape.operations() / 20, needed);
    boolean planned = false;
    while (!agenda.isEmpty()) {
      if (shape.violation() && !planned && begun >= plan) {
        planned = true;
        object.misbehave();
      }
      advance(agenda.firstTime(), agenda.firstSlot());
    }
    if (shape.violation() && !object.misbehaved()) {
      throw new IllegalArgumentException(
          "nothing could go wrong in so short a history: ask for more operations than "
              + shape.operations()
              + ", or for less clients");
    }
    return builder.build();
  }

  private void advance(long now, int slot) {
    Running op = slots.get(slot);
    switch (op.phase) {
      case FREE -> begin(now, op);
      case OPEN -> takeEffect(now, slot, op);
      case EFFECTIVE -> end(now, op);
    }
  }

  private void begin(long now, Running op) {
    if (begun >= shape.operations() && !op.holds) {
      agenda.removeFirst();
      return;
    }
    op.call = shown(now);
    op.fate = fate();
    object.choose(op);
    op.fate = object.allowed(op, op.fate);
    begun++;
    record(op.call, op, Op.Type.INVOKE, op.input);
    long length = 1 + random.nextLong(LONGEST_NANOS);
    op.dueEnd = now + length;
    if (op.fate == Fate.LOST || op.fate == Fate.LATE) {
      op.phase = Phase.EFFECTIVE;
      agenda.moveFirst(op.dueEnd);
    } else {
      op.phase = Phase.OPEN;
      agenda.moveFirst(now + random.nextLong(length));
    }
  }

  private Fate fate() {
    int left = shape.operations() - begun;
    boolean crashes =
        shape.crashed() < 0
            ? random.nextDouble() < shape.infos()
            : left > 0 && random.nextInt(left) < shape.crashed() - crashed;
    if (!crashes) {
      return Fate.SEEN;
    }
    crashed++;
    return switch (random.nextInt(4)) {
      case 0 -> Fate.CRASHED;
      case 1 -> Fate.LATE;
      default -> Fate.LOST;
    };
  }

  private void takeEffect(long now, int slot, Running op) {
    if (!object.takeEffect(op)) {
      waiting.add(slot);
      agenda.removeFirst();
      return;
    }
    if (op.fate == Fate.LATE) {
      agenda.removeFirst();
      freeSlots.add(slot);
    } else {
      op.phase = Phase.EFFECTIVE;
      agenda.moveFirst(op.dueEnd);
    }
    awaken(now);
  }

  /** Lets those who wait try again, in random order, until one has to wait on. */
  private void awaken(long now) {
    while (!waiting.isEmpty()) {
      int chosen = random.nextInt(waiting.size());
      int slot = waiting.get(chosen);
      Running op = slots.get(slot);
      if (!object.takeEffect(op)) {
        return;
      }
      waiting.set(chosen, waiting.get(waiting.size() - 1));
      waiting.remove(waiting.size() - 1);
      op.phase = Phase.EFFECTIVE;
      op.dueEnd = Math.max(op.dueEnd, now + 1 + random.nextLong(LONGEST_NANOS));
      agenda.add(op.dueEnd, slot);
    }
  }

  private void end(long now, Running op) {
    op.end = shown(now);
    if (op.fate.crashes()) {
      record(op.end, op, Op.Type.INFO, op.input);
      if (op.fate == Fate.LATE) {
        haunt(now, op);
      }
      op.process = processes++;
    } else {
      record(op.end, op, op.outcome, op.output);
      object.ended(op);
    }
    op.phase = Phase.FREE;
    agenda.moveFirst(now + 1);
  }

  /** Keeps a crashed operation until its effect, in a slot of its own. */
  private void haunt(long now, Running op) {
    int slot = freeSlots.isEmpty() ? slot() : freeSlots.remove(freeSlots.size() - 1);
    Running ghost = slots.get(slot);
    ghost.begin(op.f, op.input);
    ghost.fate = Fate.LATE;
    ghost.phase = Phase.OPEN;
    ghost.key = op.key;
    ghost.value = op.value;
    ghost.call = op.call;
    agenda.add(now + 1 + random.nextLong(4 * LONGEST_NANOS), slot);
  }

  private int slot() {
    slots.add(new Running());
    return slots.size() - 1;
  }

  private void record(long time, Running op, Op.Type type, @Nullable Object value) {
    Object error =
        switch (type) {
          case INFO -> "crashed";
          case FAIL -> "refused";
          default -> null;
        };
    builder.add(new Op(Op.UNPLACED, time, op.process, type, op.f, value, error));
  }

  private long shown(long time) {
    return time - time % shape.tickNanos();
  }
}
