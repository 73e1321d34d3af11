package dev.ordeal.checkers.sessions;

import java.util.Arrays;

/**
 * The operations that a sequential order must hold, by session and by version.
 *
 * <p>These are all observed ones but the writes that nobody saw end and nobody read: leaving such a
 * write out of an order spoils no read, so an order with it exists only if one without it does.
 */
final class Program {
  static final int SESSION = 0;
  static final int READS_FROM = 1;
  static final int WRITE_ORDER = 2;
  static final int BEFORE_OVERWRITE = 3;
  static final int ALL_KINDS = 15;

  final Observed observed;

  /** Whether an order must hold an operation. */
  final boolean[] isPlaced;

  /** Per operation its place in its session, from 1. */
  final int[] place;

  /** Per session where its operations begin in {@link #bySession}; one more than sessions. */
  final int[] sessionBase;

  final int[] bySession;

  /** Per version where its reads begin in {@link #reads}; one more than versions. */
  final int[] readBase;

  final int[] reads;

  /** How many operations an order must hold. */
  final int size;

  Program(Observed observed) {
    this.observed = observed;
    int operations = observed.operations();
    readBase = new int[observed.versions() + 1];
    for (int at = 0; at < operations; at++) {
      readBase[observed.version()[at] + 1] += observed.isWrite()[at] ? 0 : 1;
    }
    int[] nextRead = startsFrom(readBase);
    reads = new int[nextRead[nextRead.length - 1]];
    isPlaced = new boolean[operations];
    sessionBase = new int[observed.sessions() + 1];
    int placed = 0;
    for (int at = 0; at < operations; at++) {
      int version = observed.version()[at];
      isPlaced[at] = observed.isSeen()[at] || readBase[version] < readBase[version + 1];
      if (!observed.isWrite()[at]) {
        reads[nextRead[version]++] = at;
      }
      if (isPlaced[at]) {
        sessionBase[observed.session()[at] + 1]++;
        placed++;
      }
    }
    size = placed;
    int[] next = startsFrom(sessionBase);
    bySession = new int[placed];
    place = new int[operations];
    for (int at = 0; at < operations; at++) {
      if (isPlaced[at]) {
        int session = observed.session()[at];
        place[at] = next[session] - sessionBase[session] + 1;
        bySession[next[session]++] = at;
      }
    }
  }

  private static int[] startsFrom(int[] counts) {
    for (int i = 1; i < counts.length; i++) {
      counts[i] += counts[i - 1];
    }
    return counts.clone();
  }

  int readers(int version) {
    return readBase[version + 1] - readBase[version];
  }

  /** The operation at a place of a session, counted from 1. */
  int at(int session, int ofPlace) {
    return bySession[sessionBase[session] + ofPlace - 1];
  }

  /** The order of each session, and every read after the write that it saw. */
  Digraph graph() {
    var graph = new Digraph(isPlaced.length, 3 * size);
    for (int session = 0; session < observed.sessions(); session++) {
      for (int i = sessionBase[session] + 1; i < sessionBase[session + 1]; i++) {
        graph.add(bySession[i - 1], bySession[i], SESSION);
      }
    }
    for (int read : reads) {
      int version = observed.version()[read];
      if (!observed.isInitial(version)) {
        graph.add(observed.writer()[version], read, READS_FROM);
      }
    }
    return graph;
  }

  /**
   * The operations in an order that a graph allows; shorter than {@link #size} if it has cycles.
   */
  int[] sorted(Digraph graph) {
    int[] incoming = new int[isPlaced.length];
    for (int edge = 0; edge < graph.edges(); edge++) {
      incoming[graph.to(edge)]++;
    }
    int[] order = new int[size];
    int end = 0;
    for (int at = 0; at < isPlaced.length; at++) {
      if (isPlaced[at] && incoming[at] == 0) {
        order[end++] = at;
      }
    }
    for (int begin = 0; begin < end; begin++) {
      for (int edge = graph.first(order[begin]); edge >= 0; edge = graph.next(edge)) {
        if (--incoming[graph.to(edge)] == 0) {
          order[end++] = graph.to(edge);
        }
      }
    }
    return Arrays.copyOf(order, end);
  }
}
