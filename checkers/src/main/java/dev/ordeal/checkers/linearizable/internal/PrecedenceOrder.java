package dev.ordeal.checkers.linearizable.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.TransitiveReduction;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedGraph;
import org.jgrapht.graph.SimpleGraph;

/**
 * The precedence order of some dozens of operations, as graphs: small enough to be looked at.
 *
 * <p>The search itself runs on the arrays of a {@link Problem}; a graph of a whole history would be
 * too slow. Vertices are operations of the problem.
 */
public final class PrecedenceOrder {
  private final Graph<Integer, DefaultEdge> precedes = new SimpleDirectedGraph<>(DefaultEdge.class);
  private final Graph<Integer, DefaultEdge> concurrent = new SimpleGraph<>(DefaultEdge.class);

  /** The precedence order of these operations. */
  public PrecedenceOrder(Problem problem, int[] operations) {
    for (int operation : operations) {
      precedes.addVertex(operation);
      concurrent.addVertex(operation);
    }
    for (int first : operations) {
      for (int second : operations) {
        if (problem.precedes(first, second)) {
          precedes.addEdge(first, second);
        } else if (first < second && !problem.precedes(second, first)) {
          concurrent.addEdge(first, second);
        }
      }
    }
    TransitiveReduction.INSTANCE.reduce(precedes);
  }

  /** The edges that imply all others: each a pair of operations, the first precedes the second. */
  public List<List<Integer>> covering() {
    var edges = new ArrayList<List<Integer>>();
    for (DefaultEdge edge : precedes.edgeSet()) {
      edges.add(List.of(precedes.getEdgeSource(edge), precedes.getEdgeTarget(edge)));
    }
    edges.sort(
        Comparator.comparing((List<Integer> edge) -> edge.get(0)).thenComparing(e -> e.get(1)));
    return edges;
  }

  /**
   * The parts that a moment without any open operation separates, in order: all of a part precede
   * all of the next, so nothing within a part is concurrent to anything outside.
   */
  public List<Set<Integer>> parts() {
    var parts = new ArrayList<>(new ConnectivityInspector<>(concurrent).connectedSets());
    parts.sort(Comparator.comparing(Collections::min));
    return parts;
  }
}
