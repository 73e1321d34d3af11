package dev.ordeal.checkers.sessions;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The operations that a cycle of a {@link Saturation} rests on: those of a short cycle, and those
 * by which its derived edges were derived.
 *
 * <p>An edge was derived from a path of edges that were there before, so a path of smaller numbers
 * is sought for each; the numbers only fall, so this ends.
 */
final class Derivation {
  private static final int STARTS = 8;

  private final Program program;
  private final Saturation saturation;
  private final Digraph graph;
  private final int[] from;
  private final int[] arrival;

  Derivation(Program program, Saturation saturation) {
    this.program = program;
    this.saturation = saturation;
    this.graph = saturation.graph();
    this.from = new int[graph.edges()];
    this.arrival = new int[graph.vertices()];
    for (int vertex = 0; vertex < graph.vertices(); vertex++) {
      for (int edge = graph.first(vertex); edge >= 0; edge = graph.next(edge)) {
        from[edge] = vertex;
      }
    }
  }

  /** The operations that refute sequential consistency by themselves. */
  Set<Integer> operations() {
    var operations = new LinkedHashSet<Integer>();
    var told = new HashSet<Integer>();
    var untold = new ArrayDeque<Integer>(shortCycle());
    while (!untold.isEmpty()) {
      int edge = untold.remove();
      if (!told.add(edge)) {
        continue;
      }
      operations.add(from[edge]);
      operations.add(graph.to(edge));
      untold.addAll(premises(edge, operations));
    }
    for (int operation : List.copyOf(operations)) {
      int version = program.observed.version()[operation];
      if (!program.observed.isInitial(version)) {
        operations.add(program.observed.writer()[version]);
      }
    }
    return operations;
  }

  private List<Integer> premises(int edge, Set<Integer> operations) {
    if (graph.kind(edge) == Program.WRITE_ORDER) {
      int read = saturation.reason(edge);
      operations.add(read);
      return path(from[edge], read, edge);
    }
    int version = program.observed.version()[from[edge]];
    if (graph.kind(edge) == Program.BEFORE_OVERWRITE && !program.observed.isInitial(version)) {
      return path(program.observed.writer()[version], graph.to(edge), edge);
    }
    return List.of();
  }

  private List<Integer> shortCycle() {
    int[] component = StrongComponents.of(graph, Program.ALL_KINDS);
    List<Integer> best = List.of();
    int tried = 0;
    for (int edge = graph.edges() - 1; edge >= 0 && tried < STARTS; edge--) {
      if (component[from[edge]] == component[graph.to(edge)]) {
        tried++;
        var cycle = new ArrayList<>(path(graph.to(edge), from[edge], graph.edges()));
        cycle.add(edge);
        best = best.isEmpty() || cycle.size() < best.size() ? cycle : best;
      }
    }
    return best;
  }

  /** A shortest path by edges below a number; those along one session count as one. */
  private List<Integer> path(int start, int goal, int below) {
    Arrays.fill(arrival, Digraph.NONE);
    var queue = new ArrayDeque<Integer>(List.of(start));
    while (!queue.isEmpty() && (arrival[goal] == Digraph.NONE)) {
      int vertex = queue.remove();
      for (int edge = graph.first(vertex); edge >= 0; edge = graph.next(edge)) {
        int to = graph.to(edge);
        if (edge < below && arrival[to] == Digraph.NONE && to != start) {
          arrival[to] = edge;
          queue.add(to);
        }
      }
    }
    var path = new ArrayList<Integer>();
    for (int at = goal; at != start; at = from[arrival[at]]) {
      path.add(arrival[at]);
    }
    return path;
  }
}
