package dev.ordeal.checkers.sessions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Narrows a large strongly connected component to the versions of one short cycle, so that the
 * graph that is explained holds some dozens at most.
 *
 * <p>Breadth first from a version back to itself by way of another, where edges to versions count
 * and those among the vertices of a session do not. A component of few versions is left as it is;
 * of a large one a few versions are tried as the start, and the shortest of their cycles is taken.
 */
final class NarrowCycle {
  private static final int FEW = 64;
  private static final int STARTS = 4;

  private final Digraph graph;
  private final int kinds;
  private final int[] component;
  private final int versions;

  /** Per vertex, and again per vertex once another version was passed: where it was come from. */
  private final int[] parent;

  private int[] level;
  private int[] nextLevel;
  private int levelSize;
  private int nextSize;

  private NarrowCycle(Digraph graph, int kinds, int[] component, int versions) {
    this.graph = graph;
    this.kinds = kinds;
    this.component = component;
    this.versions = versions;
    this.parent = new int[2 * graph.vertices()];
    this.level = new int[2 * graph.vertices()];
    this.nextLevel = new int[2 * graph.vertices()];
  }

  /**
   * The versions of a short cycle, or all members if they are few.
   *
   * @param versions how many versions there are; they are the first vertices
   * @param members the versions of one component
   */
  static int[] of(Digraph graph, int kinds, int[] component, int versions, int[] members) {
    if (members.length <= FEW) {
      return members;
    }
    var search = new NarrowCycle(graph, kinds, component, versions);
    List<Integer> best = List.of();
    for (int i = 0; i < STARTS; i++) {
      var cycle = search.through(members[(int) ((long) i * members.length / STARTS)]);
      if (best.isEmpty() || cycle.size() < best.size()) {
        best = cycle;
      }
    }
    return best.stream().mapToInt(Integer::intValue).toArray();
  }

  private List<Integer> through(int start) {
    Arrays.fill(parent, Digraph.NONE);
    levelSize = 0;
    nextSize = 0;
    level[levelSize++] = start;
    parent[start] = start;
    int goal = start + graph.vertices();
    while (parent[goal] == Digraph.NONE && levelSize > 0) {
      while (levelSize > 0) {
        expand(level[--levelSize], start);
      }
      int[] swap = level;
      level = nextLevel;
      nextLevel = swap;
      levelSize = nextSize;
      nextSize = 0;
    }
    var cycle = new ArrayList<Integer>();
    int at = goal;
    do {
      if (at % graph.vertices() < versions) {
        cycle.add(at % graph.vertices());
      }
      at = parent[at];
    } while (at != start);
    return cycle;
  }

  private void expand(int state, int start) {
    int vertex = state % graph.vertices();
    for (int edge = graph.first(vertex); edge >= 0; edge = graph.next(edge)) {
      int target = graph.to(edge);
      if ((kinds >>> graph.kind(edge) & 1) == 0 || component[target] != component[start]) {
        continue;
      }
      boolean isVersion = target < versions;
      boolean isPast = state >= graph.vertices() || isVersion && target != start;
      int reached = isPast ? target + graph.vertices() : target;
      if (parent[reached] != Digraph.NONE) {
        continue;
      }
      parent[reached] = state;
      if (isVersion) {
        nextLevel[nextSize++] = reached;
      } else {
        level[levelSize++] = reached;
      }
    }
  }
}
