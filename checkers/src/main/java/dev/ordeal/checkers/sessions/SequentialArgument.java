package dev.ordeal.checkers.sessions;

import dev.ordeal.checkers.sessions.SequentialArgument.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.graph.DirectedPseudograph;
import org.jspecify.annotations.Nullable;

/**
 * Tells why some dozens of operations have no sequential order: the shortest cycle of what must
 * come before what, each step with its reason, and the reasons of reasons below it.
 */
final class SequentialArgument {

  /** One operation must come before another one; steps are numbered as they were derived. */
  record Step(int number, int from, int to, int kind) {}

  private final Observed observed;
  private final Saturation saturation;
  private final boolean isKeyed;
  private final List<String> lines = new ArrayList<>();
  private final Set<Step> told = new HashSet<>();

  private SequentialArgument(Observed observed, Saturation saturation) {
    this.observed = observed;
    this.saturation = saturation;
    this.isKeyed = observed.keyNames().get(0) != Observed.ONE_REGISTER;
  }

  /** The argument, a line per step; the operations must be refuted by saturation. */
  static String of(Observed observed) {
    var program = new Program(observed);
    var saturation = new Saturation(program);
    if (saturation.run(Long.MAX_VALUE) != Saturation.Outcome.CYCLE) {
      throw new IllegalStateException("what is told as a cycle has none: " + observed);
    }
    var argument = new SequentialArgument(observed, saturation);
    for (Step step : argument.shortestCycle()) {
      argument.tell(step, "  ");
    }
    return "what the sessions saw would put an operation before itself:\n"
        + String.join("\n", argument.lines)
        + ": a contradiction";
  }

  private List<Step> shortestCycle() {
    var graph = graph(Integer.MAX_VALUE);
    List<Step> best = List.of();
    for (Integer operation : graph.vertexSet()) {
      var paths = new BFSShortestPath<>(graph).getPaths(operation);
      for (Step last : graph.incomingEdgesOf(operation)) {
        @Nullable GraphPath<Integer, Step> path = paths.getPath(last.from());
        if (path != null && (best.isEmpty() || path.getLength() + 1 < best.size())) {
          best = new ArrayList<>(path.getEdgeList());
          best.add(last);
        }
      }
    }
    return best;
  }

  /** What was derived below a number; the order of a session also between its distant parts. */
  private Graph<Integer, Step> graph(int below) {
    Graph<Integer, Step> graph = new DirectedPseudograph<>(Step.class);
    for (int operation = 0; operation < observed.operations(); operation++) {
      graph.addVertex(operation);
    }
    for (int from = 0; from < observed.operations(); from++) {
      for (int to = from + 1; to < observed.operations(); to++) {
        if (observed.session()[from] == observed.session()[to]) {
          graph.addEdge(from, to, new Step(-1, from, to, Program.SESSION));
        }
      }
      var all = saturation.graph();
      for (int edge = all.first(from); edge >= 0; edge = all.next(edge)) {
        if (all.kind(edge) != Program.SESSION && edge < below) {
          graph.addEdge(from, all.to(edge), new Step(edge, from, all.to(edge), all.kind(edge)));
        }
      }
    }
    return graph;
  }

  private void tell(Step step, String indent) {
    String before = told(step.from()) + " before " + told(step.to());
    if (!told.add(step)) {
      lines.add(indent + before + ", as said");
      return;
    }
    int version = observed.version()[step.from()];
    switch (step.kind()) {
      case Program.SESSION -> lines.add(indent + before + ", in its own order");
      case Program.READS_FROM -> lines.add(indent + before + ", which saw it");
      case Program.BEFORE_OVERWRITE -> {
        if (observed.isInitial(version)) {
          lines.add(indent + before + ", which ends the initial value");
        } else {
          lines.add(indent + before + ", which overwrites what it read:");
          tellPath(observed.writer()[version], step.to(), step, indent);
        }
      }
      default -> {
        int read = saturation.reason(step.number());
        lines.add(indent + before + ", since " + told(read) + " after the former:");
        tellPath(step.from(), read, step, indent);
      }
    }
  }

  private void tellPath(int from, int to, Step derived, String indent) {
    var path = new BFSShortestPath<>(graph(derived.number())).getPath(from, to);
    for (Step step : path.getEdgeList()) {
      tell(step, indent + "  ");
    }
  }

  private String told(int operation) {
    return observed.told(operation, isKeyed);
  }
}
