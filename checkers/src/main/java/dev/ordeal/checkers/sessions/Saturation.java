package dev.ordeal.checkers.sessions;

import java.util.Arrays;

/**
 * What every sequential order of a program must agree with, derived until nothing new follows.
 *
 * <p>At first: each session keeps its order, a read comes after the write that it saw, a read of
 * the initial value before every write of its key. Then, for a read r of what w wrote and another
 * write w' of the same key:
 *
 * <ul>
 *   <li>if w' is before r, it is before w: were it between, r would have seen it;
 *   <li>if w is before w', r is before w', for the same reason.
 * </ul>
 *
 * <p>A cycle refutes sequential consistency. Without one nothing is proved, as two writes may still
 * be unordered, and to choose is NP-hard (Gibbons and Korach).
 *
 * <p>What is before an operation is kept as a vector clock: how many operations of each session. So
 * a round asks, per operation and session that writes its key, only for the last write before it:
 * those before that one follow by the order of their session. Likewise only a session's last read
 * of a version is put before what overwrites it.
 */
final class Saturation {
  /** How it ended; what was derived is true in each case. */
  enum Outcome {
    CYCLE,
    SATURATED,
    SPENT
  }

  private static final int CLOCKS_MAX = 1 << 25;

  private final Program program;
  private final Observed observed;
  private final KeyWriters writers;
  private final int sessions;
  private final int[] lastReadBase;
  private final int[] lastReads;
  private int[] clock = new int[0];
  private int[] reason = new int[16];
  private int[] order = new int[0];
  private long steps;
  private final Digraph graph;

  Saturation(Program program) {
    this.program = program;
    this.observed = program.observed;
    this.writers = new KeyWriters(program);
    this.sessions = observed.sessions();
    this.graph = program.graph();
    this.lastReadBase = new int[observed.versions() + 1];
    this.lastReads = lastReads();
    for (int key = 0; key < observed.keys(); key++) {
      int initial = observed.versionBase()[key];
      for (int group = writers.firstGroup(key); group < writers.endGroup(key); group++) {
        for (int at = lastReadBase[initial]; at < lastReadBase[initial + 1]; at++) {
          graph.add(lastReads[at], writers.firstWrite(group), Program.BEFORE_OVERWRITE);
        }
      }
    }
  }

  /** Per version the last read by each session. */
  private int[] lastReads() {
    int[] found = new int[program.reads.length];
    int[] stamp = new int[sessions];
    int end = 0;
    for (int version = 0; version < observed.versions(); version++) {
      for (int at = program.readBase[version + 1] - 1; at >= program.readBase[version]; at--) {
        int read = program.reads[at];
        if (stamp[observed.session()[read]] != version + 1) {
          stamp[observed.session()[read]] = version + 1;
          found[end++] = read;
        }
      }
      lastReadBase[version + 1] = end;
    }
    return Arrays.copyOf(found, end);
  }

  /** Derives what follows, within a budget of steps. */
  Outcome run(long budgetSteps) {
    long cells = (long) observed.operations() * sessions;
    clock = new int[cells > CLOCKS_MAX ? 0 : (int) cells];
    int known;
    do {
      order = program.sorted(graph);
      if (order.length < program.size) {
        return Outcome.CYCLE;
      }
      if (clock.length < cells || steps > budgetSteps) {
        return Outcome.SPENT;
      }
      known = graph.edges();
      tell();
      for (int operation : order) {
        if (observed.isWrite()[operation]) {
          putReadsBefore(operation);
        } else {
          putWritesBefore(operation);
        }
      }
    } while (graph.edges() > known);
    return Outcome.SATURATED;
  }

  /** Tells every operation what is before it. */
  private void tell() {
    steps += (long) graph.edges() * sessions;
    for (int from : order) {
      int own = from * sessions + observed.session()[from];
      clock[own] = Math.max(clock[own], program.place[from]);
      for (int edge = graph.first(from); edge >= 0; edge = graph.next(edge)) {
        int to = graph.to(edge);
        for (int i = from * sessions, j = to * sessions; i < (from + 1) * sessions; i++, j++) {
          clock[j] = Math.max(clock[j], clock[i]);
        }
      }
    }
  }

  private boolean isBefore(int first, int second) {
    return clock[second * sessions + observed.session()[first]] >= program.place[first];
  }

  private void add(int from, int to, int kind, int because) {
    int edge = graph.add(from, to, kind);
    if (edge >= reason.length) {
      reason = Arrays.copyOf(reason, Math.max(edge + 1, edge + (edge >> 1)));
    }
    reason[edge] = because;
    int cell = to * sessions + observed.session()[from];
    clock[cell] = Math.max(clock[cell], program.place[from]);
  }

  /** Every other write that is before this read is before the write that it saw. */
  private void putWritesBefore(int read) {
    int version = observed.version()[read];
    if (observed.isInitial(version)) {
      return;
    }
    int seen = observed.writer()[version];
    int key = observed.key()[read];
    for (int group = writers.firstGroup(key); group < writers.endGroup(key); group++) {
      steps++;
      int other = writers.lastUpTo(group, clock[read * sessions + writers.session(group)]);
      if (other >= 0 && other != seen && !isBefore(other, seen)) {
        add(other, seen, Program.WRITE_ORDER, read);
      }
    }
  }

  /** The reads of every write that is before this write are before it, too. */
  private void putReadsBefore(int write) {
    int key = observed.key()[write];
    for (int group = writers.firstGroup(key); group < writers.endGroup(key); group++) {
      steps++;
      int session = writers.session(group);
      boolean isOwn = session == observed.session()[write];
      int upTo = isOwn ? program.place[write] - 1 : clock[write * sessions + session];
      int other = writers.lastUpTo(group, upTo);
      if (other >= 0) {
        int version = observed.version()[other];
        for (int at = lastReadBase[version]; at < lastReadBase[version + 1]; at++) {
          steps++;
          if (!isBefore(lastReads[at], write)) {
            add(lastReads[at], write, Program.BEFORE_OVERWRITE, -1);
          }
        }
      }
    }
  }

  Digraph graph() {
    return graph;
  }

  long steps() {
    return steps;
  }

  /** Of an edge that puts a write before another: the read that saw the other one. */
  int reason(int edge) {
    return reason[edge];
  }
}
