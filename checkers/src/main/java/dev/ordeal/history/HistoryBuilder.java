package dev.ordeal.history;

import dev.ordeal.history.Op.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Takes the ops of a history one by one, and refuses the first that breaks a rule; mutable. */
public final class HistoryBuilder {
  private static final int RETIRED = -1;

  private final Arena.Writer arena = new Arena.Writer();

  /** Per process the position of what it has open, or {@link #RETIRED}; absent when free. */
  private final Map<Integer, Integer> open = new HashMap<>();

  private int size;
  private long[] times = new long[16];
  private int[] processes = new int[16];
  private byte[] types = new byte[16];
  private int[] fs = new int[16];
  private int[] partners = new int[16];
  private int[] values = new int[16];

  HistoryBuilder() {}

  /** The number of ops so far. */
  public int size() {
    return size;
  }

  /** The time of the last op, in nanoseconds since the trial began; 0 if there is none. */
  public long lastTime() {
    return size == 0 ? 0 : times[size - 1];
  }

  /**
   * Adds an op at the end; its index is given anew.
   *
   * @throws MalformedHistoryException if the op breaks a rule; the builder stays as it was
   */
  public HistoryBuilder add(Op op) {
    checkTimeAndProcess(op);
    int partner = -1;
    if (op.type() == Type.INVOKE) {
      checkBegins(op);
      open.put(op.process(), size);
    } else {
      partner = checkCompletes(op);
      if (op.type() == Type.INFO && !op.isNemesis()) {
        open.put(op.process(), RETIRED);
      } else {
        open.remove(op.process());
      }
      partners[partner] = size;
    }
    append(op, partner);
    return this;
  }

  private void append(Op op, int partner) {
    grow();
    times[size] = op.time();
    processes[size] = op.process();
    types[size] = (byte) op.type().ordinal();
    fs[size] = arena.number(op.f());
    partners[size] = partner;
    values[size] = arena.size();
    arena.write(op.value());
    arena.write(op.error());
    if (partner >= 0) {
      // Mostly, who wrote answers what he wrote.
      values[size] = arena.once(values[size], values[partner]);
    }
    size++;
  }

  private void grow() {
    if (size < times.length) {
      return;
    }
    int capacity = size + (size >> 1);
    times = Arrays.copyOf(times, capacity);
    processes = Arrays.copyOf(processes, capacity);
    types = Arrays.copyOf(types, capacity);
    fs = Arrays.copyOf(fs, capacity);
    partners = Arrays.copyOf(partners, capacity);
    values = Arrays.copyOf(values, capacity);
  }

  private void checkTimeAndProcess(Op op) {
    if (op.time() < 0) {
      throw malformed(op, "its time is before the trial began: count from the trial's start");
    }
    if (op.time() < lastTime()) {
      throw malformed(
          op,
          "time goes back, the op before it is at "
              + Notation.seconds(lastTime())
              + ": order ops by time");
    }
    if (op.process() == Op.UNPLACED) {
      throw malformed(op, "it has no process: give it one with withProcess");
    }
    if (op.process() < Op.NEMESIS) {
      throw malformed(op, "processes count from 0, and -1 is the nemesis");
    }
  }

  private void checkBegins(Op op) {
    Integer before = open.get(op.process());
    if (before == null) {
      return;
    }
    if (before == RETIRED) {
      throw malformed(
          op, "an info has retired this process: what comes after needs a fresh process number");
    }
    throw malformed(
        op,
        "a process does one thing at a time, and this one has "
            + arena.string(fs[before])
            + " (op "
            + before
            + ") open: complete it first");
  }

  private int checkCompletes(Op op) {
    Integer invocation = open.get(op.process());
    if (invocation == null || invocation == RETIRED) {
      throw malformed(op, "it completes nothing: its process has nothing open, invoke it first");
    }
    String begun = arena.string(fs[invocation]);
    if (!begun.equals(op.f())) {
      throw malformed(
          op, "it completes another function than was begun: op " + invocation + " began " + begun);
    }
    if (op.isNemesis() && op.type() != Type.INFO) {
      throw malformed(op, "the nemesis completes with info only: record what it did as info");
    }
    return invocation;
  }

  private MalformedHistoryException malformed(Op op, String rule) {
    return new MalformedHistoryException("op " + size + " (" + Notation.print(op) + "): " + rule);
  }

  /** The history of what was added so far; more may be added afterwards. */
  public History build() {
    return new History(
        Arrays.copyOf(times, size),
        Arrays.copyOf(processes, size),
        Arrays.copyOf(types, size),
        Arrays.copyOf(fs, size),
        Arrays.copyOf(partners, size),
        Arrays.copyOf(values, size),
        arena.finish());
  }
}
