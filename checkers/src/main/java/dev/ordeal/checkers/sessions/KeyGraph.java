package dev.ordeal.checkers.sessions;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the session guarantees ask of the versions of one key, as a graph of "not newer than".
 *
 * <p>Its vertices are the versions of the key and, per operation, the newest version that its
 * session has written so far (if the operation writes) or read so far (if it reads). Whatever the
 * order of versions is, the newest of some versions is one of them, so these vertices too have a
 * place in that order, and a few edges per operation say everything:
 *
 * <ul>
 *   <li>what an operation wrote or read, and what was the newest before, is not newer than the
 *       newest so far;
 *   <li>a guarantee: the newest that the session wrote, or read, before is not newer than what it
 *       now reads, or is older than what it now writes;
 *   <li>the initial version is older than every other.
 * </ul>
 *
 * <p>An order of versions that keeps the guarantees exists if and only if no strongly connected
 * component holds two versions, or an "older than" edge. If one does, two different versions would
 * each be not newer than the other, or a version older than itself. If none does, the components in
 * topological order are such an order: every path leads to a version that is the same or comes
 * later, and later if an edge on it says "older than".
 */
final class KeyGraph {
  /** Edges that hold whatever is guaranteed. */
  private static final int STRUCTURE = Guarantee.values().length;

  private static final int INITIAL_FIRST = STRUCTURE + 1;
  private static final int ALWAYS = 1 << STRUCTURE | 1 << INITIAL_FIRST;
  private static final int NONE = -1;

  private final Observed observed;
  private final int key;
  private final int base;
  private final int versions;
  private final Digraph graph;

  private KeyGraph(Observed observed, int key) {
    this.observed = observed;
    this.key = key;
    this.base = observed.versionBase()[key];
    this.versions = observed.versionBase()[key + 1] - base;
    int operations = observed.keyBase()[key + 1] - observed.keyBase()[key];
    this.graph = new Digraph(versions + operations, versions + 4 * operations);
  }

  /** The last vertices of each session, of the key that a stamp names. */
  static final class Sessions {
    private final int[] stamp;
    private final int[] written;
    private final int[] read;

    Sessions(int sessions) {
      stamp = new int[sessions];
      written = new int[sessions];
      read = new int[sessions];
      Arrays.fill(stamp, NONE);
    }

    private void enter(int session, int key) {
      if (stamp[session] != key) {
        stamp[session] = key;
        written[session] = NONE;
        read[session] = NONE;
      }
    }
  }

  /** The graph of a key; the sessions are scratch space that keys share. */
  static KeyGraph of(Observed observed, int key, Sessions sessions) {
    var graph = new KeyGraph(observed, key);
    for (int version = 1; version < graph.versions; version++) {
      graph.graph.add(0, version, INITIAL_FIRST);
    }
    int from = observed.keyBase()[key];
    int to = observed.keyBase()[key + 1];
    for (int at = from; at < to; at++) {
      graph.add(observed.byKey()[at], graph.versions + at - from, sessions);
    }
    return graph;
  }

  private void add(int operation, int newest, Sessions sessions) {
    int session = observed.session()[operation];
    int version = observed.version()[operation] - base;
    sessions.enter(session, key);
    int written = sessions.written[session];
    int read = sessions.read[session];
    boolean isWrite = observed.isWrite()[operation];
    int before = isWrite ? written : read;
    graph.add(version, newest, STRUCTURE);
    if (before != NONE) {
      graph.add(before, newest, STRUCTURE);
    }
    if (written != NONE) {
      var guarantee = isWrite ? Guarantee.MONOTONIC_WRITES : Guarantee.READ_YOUR_WRITES;
      graph.add(written, version, guarantee.ordinal());
    }
    if (read != NONE) {
      var guarantee = isWrite ? Guarantee.WRITES_FOLLOW_READS : Guarantee.MONOTONIC_READS;
      graph.add(read, version, guarantee.ordinal());
    }
    (isWrite ? sessions.written : sessions.read)[session] = newest;
  }

  /**
   * The order of versions, if one keeps the guarantees: a place per version.
   *
   * @param guarantees a set of {@link Guarantee#bit}s
   */
  Optional<int[]> order(int guarantees) {
    int[] component = StrongComponents.of(graph, guarantees | ALWAYS);
    if (broken(component, guarantees) != NONE) {
      return Optional.empty();
    }
    int[] last = Arrays.copyOf(component, versions);
    Arrays.sort(last);
    int[] place = new int[versions];
    for (int version = 0; version < versions; version++) {
      place[version] = versions - 1 - Arrays.binarySearch(last, component[version]);
    }
    return Optional.of(place);
  }

  /**
   * The versions of a strongly connected component that no order can hold; empty if there is none.
   */
  int[] contradiction(int guarantees) {
    int[] component = StrongComponents.of(graph, guarantees | ALWAYS);
    int broken = broken(component, guarantees);
    if (broken == NONE) {
      return new int[0];
    }
    int count = 0;
    int[] members = new int[versions];
    for (int version = 0; version < versions; version++) {
      if (component[version] == broken) {
        members[count++] = version;
      }
    }
    int[] narrow =
        NarrowCycle.of(
            graph, guarantees | ALWAYS, component, versions, Arrays.copyOf(members, count));
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] += base;
    }
    return narrow;
  }

  private int broken(int[] component, int guarantees) {
    boolean[] holds = new boolean[graph.vertices()];
    for (int version = 0; version < versions; version++) {
      if (holds[component[version]]) {
        return component[version];
      }
      holds[component[version]] = true;
    }
    for (int vertex = versions; vertex < graph.vertices(); vertex++) {
      for (int edge = graph.first(vertex); edge >= 0; edge = graph.next(edge)) {
        if (isStrict(graph.kind(edge))
            && (guarantees >>> graph.kind(edge) & 1) != 0
            && component[vertex] == component[graph.to(edge)]) {
          return component[vertex];
        }
      }
    }
    return NONE;
  }

  private static boolean isStrict(int kind) {
    return kind < STRUCTURE && Guarantee.values()[kind].isStrict();
  }
}
