package dev.ordeal.checkers.sessions;

import java.util.Arrays;

/**
 * The strongly connected components of a graph, or of its edges of some kinds, in linear time.
 *
 * <p>Tarjan's algorithm with a stack of its own. Components are numbered in the order in which they
 * are complete, so an edge between two of them goes from the higher number to the lower: read from
 * the highest number down, they are in topological order.
 *
 * @see <a href="https://doi.org/10.1137/0201010">Tarjan, Depth-first search and linear graph
 *     algorithms, 1972</a>
 */
final class StrongComponents {
  private static final int UNSEEN = -1;

  private final Digraph graph;
  private final int kinds;
  private final int[] component;
  private final int[] number;
  private final int[] low;
  private final int[] edge;
  private final int[] path;
  private final int[] stack;
  private int depth;
  private int height;
  private int numbered;
  private int count;

  private StrongComponents(Digraph graph, int kinds) {
    this.graph = graph;
    this.kinds = kinds;
    int vertices = graph.vertices();
    component = new int[vertices];
    number = new int[vertices];
    low = new int[vertices];
    edge = new int[vertices];
    path = new int[vertices];
    stack = new int[vertices];
    Arrays.fill(component, UNSEEN);
    Arrays.fill(number, UNSEEN);
  }

  /**
   * The components by the edges whose kind is in a set, given as bits.
   *
   * @return per vertex the number of its component
   */
  static int[] of(Digraph graph, int kinds) {
    var components = new StrongComponents(graph, kinds);
    for (int vertex = 0; vertex < graph.vertices(); vertex++) {
      if (components.number[vertex] == UNSEEN) {
        components.explore(vertex);
      }
    }
    return components.component;
  }

  private void explore(int root) {
    enter(root);
    while (depth > 0) {
      int vertex = path[depth - 1];
      int at = edge[vertex];
      if (at == Digraph.NONE) {
        leave(vertex);
        continue;
      }
      edge[vertex] = graph.next(at);
      if ((kinds >>> graph.kind(at) & 1) == 0) {
        continue;
      }
      int target = graph.to(at);
      if (number[target] == UNSEEN) {
        enter(target);
      } else if (component[target] == UNSEEN) {
        low[vertex] = Math.min(low[vertex], number[target]);
      }
    }
  }

  private void enter(int vertex) {
    number[vertex] = numbered;
    low[vertex] = numbered++;
    edge[vertex] = graph.first(vertex);
    path[depth++] = vertex;
    stack[height++] = vertex;
  }

  private void leave(int vertex) {
    depth--;
    if (depth > 0) {
      int parent = path[depth - 1];
      low[parent] = Math.min(low[parent], low[vertex]);
    }
    if (low[vertex] == number[vertex]) {
      int member;
      do {
        member = stack[--height];
        component[member] = count;
      } while (member != vertex);
      count++;
    }
  }
}
