package dev.ordeal.checkers.sessions;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.sessions.VersionCycle.Hop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.graph.DirectedPseudograph;
import org.jspecify.annotations.Nullable;

/**
 * The shortest chain of reasons that puts a version of a key before itself, as a graph of some
 * dozens of versions, and as prose.
 *
 * @param hops the reasons, each going on where the one before it ends
 */
record VersionCycle(Observed observed, List<Hop> hops) {

  /** Why a version is not newer than another one, or older than it. */
  sealed interface Hop {
    int from();

    int to();
  }

  /** A session did something with one version and later something with the other. */
  record Session(int from, int to, Guarantee guarantee, int first, int second) implements Hop {}

  /** Every version comes after the initial one. */
  record Initial(int from, int to) implements Hop {}

  /** What a session did so far with the versions of interest: the first time of each. */
  private static final class Firsts {
    final Map<Integer, Integer> written = new HashMap<>();
    final Map<Integer, Integer> read = new HashMap<>();
  }

  /**
   * A shortest cycle among these versions of a key.
   *
   * @param guarantees a set of {@link Guarantee#bit}s that no order of these versions keeps
   */
  static VersionCycle among(Observed observed, int key, int[] versions, int guarantees) {
    var graph = graph(observed, key, versions, guarantees);
    List<Hop> best = List.of();
    for (Integer version : graph.vertexSet()) {
      var paths = new BFSShortestPath<>(graph).getPaths(version);
      for (Hop last : graph.incomingEdgesOf(version)) {
        @Nullable GraphPath<Integer, Hop> path = paths.getPath(last.from());
        if (path != null && (best.isEmpty() || path.getLength() + 1 < best.size())) {
          best = new ArrayList<>(path.getEdgeList());
          best.add(last);
        }
      }
    }
    if (best.isEmpty()) {
      throw new IllegalStateException("versions " + Arrays.toString(versions) + " have an order");
    }
    return new VersionCycle(observed, List.copyOf(best));
  }

  private static Graph<Integer, Hop> graph(
      Observed observed, int key, int[] versions, int guarantees) {
    Graph<Integer, Hop> graph = new DirectedPseudograph<>(Hop.class);
    for (int version : versions) {
      graph.addVertex(version);
    }
    for (int version : versions) {
      if (observed.isInitial(version)) {
        for (int other : versions) {
          if (other != version) {
            graph.addEdge(version, other, new Initial(version, other));
          }
        }
      }
    }
    var sessions = new HashMap<Integer, Firsts>();
    var done = new HashSet<List<Integer>>();
    for (int at = observed.keyBase()[key]; at < observed.keyBase()[key + 1]; at++) {
      int operation = observed.byKey()[at];
      int version = observed.version()[operation];
      if (graph.containsVertex(version)) {
        var firsts = sessions.computeIfAbsent(observed.session()[operation], s -> new Firsts());
        int known = firsts.written.size() + firsts.read.size();
        // The same again, with nothing new before it, says nothing new.
        if (done.add(List.of(observed.session()[operation], version, known))) {
          addHops(graph, observed, operation, firsts, guarantees);
        }
        boolean isWrite = observed.isWrite()[operation];
        (isWrite ? firsts.written : firsts.read).putIfAbsent(version, operation);
      }
    }
    return graph;
  }

  private static void addHops(
      Graph<Integer, Hop> graph, Observed observed, int second, Firsts firsts, int guarantees) {
    boolean isWrite = observed.isWrite()[second];
    for (var guarantee : Guarantee.values()) {
      if ((guarantees & guarantee.bit()) == 0 || guarantee.isStrict() != isWrite) {
        continue;
      }
      boolean isFirstWritten = guarantee.first().equals("wrote");
      var earlier = isFirstWritten ? firsts.written : firsts.read;
      int to = observed.version()[second];
      earlier.forEach(
          (from, first) -> {
            if (from != to || isWrite) {
              graph.addEdge(from, to, new Session(from, to, guarantee, first, second));
            }
          });
    }
  }

  /** The guarantees that are needed for it. */
  Set<Guarantee> guarantees() {
    var needed = EnumSet.noneOf(Guarantee.class);
    for (Hop hop : hops) {
      if (hop instanceof Session session) {
        needed.add(session.guarantee());
      }
    }
    return needed;
  }

  /** The operations of it, and the writes of all versions that it passes. */
  Set<Integer> operations() {
    var operations = new LinkedHashSet<Integer>();
    for (Hop hop : hops) {
      if (hop instanceof Session session) {
        operations.add(session.first());
        operations.add(session.second());
      }
      if (!observed.isInitial(hop.from())) {
        operations.add(observed.writer()[hop.from()]);
      }
    }
    return operations;
  }

  /** It as an anomaly, under the name of a guarantee that is broken. */
  Anomaly anomaly(String name) {
    String together =
        guarantees().stream().map(Guarantee::kebab).collect(Collectors.joining(" and "));
    int any = operations().iterator().next();
    var lines = new ArrayList<String>();
    for (Hop hop : hops) {
      lines.add("  " + told(hop));
    }
    return new Anomaly(
        name,
        "no order of the versions of %s keeps %s:%n%s: a contradiction"
            .formatted(observed.register(observed.key()[any]), together, String.join(";\n", lines))
            .replace(System.lineSeparator(), "\n"),
        observed.ops(operations()));
  }

  private String told(Hop hop) {
    String order = observed.value(hop.from()) + " comes before " + observed.value(hop.to());
    if (hop instanceof Session session) {
      return "%s, because p%d %s %s and then %s %s (%s)"
          .formatted(
              hop.from() == hop.to() ? observed.value(hop.from()) + " comes before itself" : order,
              observed.history().process(observed.invocation()[session.first()]),
              session.guarantee().first(),
              observed.value(hop.from()),
              session.guarantee().second(),
              observed.value(hop.to()),
              session.guarantee().kebab());
    }
    return order + ", because every register begins with it";
  }
}
