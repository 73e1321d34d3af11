package dev.ordeal.checkers.linearizable.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jgrapht.Graph;
import org.jgrapht.alg.TransitiveReduction;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedGraph;

/**
 * The precedence order of some dozens of operations, as graphs: small enough to be looked at.
 *
 * <p>The search itself runs on the arrays of a {@link Problem}; a graph of a whole history would be
 * too slow. Vertices are operations of the problem.
 */
public final class PrecedenceOrder {
  private final Graph<Integer, DefaultEdge> precedes = new SimpleDirectedGraph<>(DefaultEdge.class);

  /** The precedence order of these operations. */
  public PrecedenceOrder(Problem problem, int[] operations) {
    for (int operation : operations) {
      precedes.addVertex(operation);
    }
    for (int first : operations) {
      for (int second : operations) {
        if (problem.precedes(first, second)) {
          precedes.addEdge(first, second);
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
}
