package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Targets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Does something to the processes of nodes, remembers which it hit, and takes it back. */
final class NodeNemesis implements Nemesis {
  private final String inject;
  private final String heal;
  private final BiConsumer<Processes, Node> hit;
  private final BiConsumer<Processes, Node> undo;
  private final Set<Node> down = new LinkedHashSet<>();

  private NodeNemesis(
      String inject,
      String heal,
      BiConsumer<Processes, Node> hit,
      BiConsumer<Processes, Node> undo) {
    this.inject = inject;
    this.heal = heal;
    this.hit = hit;
    this.undo = undo;
  }

  /** Kills nodes and starts them again. */
  static NodeNemesis crashes() {
    return new NodeNemesis("kill", "restart", Processes::kill, Processes::start);
  }

  /** Pauses nodes and resumes them. */
  static NodeNemesis pauses() {
    return new NodeNemesis("pause", "resume", Processes::pause, Processes::resume);
  }

  @Override
  public Set<String> fs() {
    return Set.of(inject, heal);
  }

  @Override
  public void requireSupport(Cluster cluster) {
    Need.of(cluster, Processes.class, inject + " nodes");
  }

  @Override
  public @Nullable Object invoke(Op op, Cluster cluster) throws Exception {
    var processes = Need.of(cluster, Processes.class, inject + " nodes");
    return op.f().equals(heal) ? undoAll(processes) : hitSome(op, cluster, processes);
  }

  private Object hitSome(Op op, Cluster cluster, Processes processes) {
    var aim = Aim.of(op);
    var chosen =
        Targets.of(aim.text("targets")).choose(cluster, aim.random()).stream()
            .filter(processes::alive)
            .toList();
    if (chosen.isEmpty()) {
      var failed = "nobody to " + inject + ": " + aim.text("targets");
      return Map.of("failed", failed, "nodes", List.of());
    }
    for (Node node : chosen) {
      down.add(node);
      hit.accept(processes, node);
    }
    return Map.of("nodes", names(chosen));
  }

  private Object undoAll(Processes processes) throws Exception {
    var healed = List.copyOf(down);
    Attempts.each(
        healed,
        node -> {
          undo.accept(processes, node);
          down.remove(node);
        });
    return Map.of("nodes", names(healed));
  }

  @Override
  public void heal(Cluster cluster) throws Exception {
    var processes = cluster.capability(Processes.class);
    if (processes.isPresent()) {
      undoAll(processes.get());
    }
  }

  private static List<String> names(List<Node> nodes) {
    return nodes.stream().map(Node::name).toList();
  }
}
