package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.Processes.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** Does one thing to the processes of nodes. */
final class NodeMechanism implements Mechanism {
  private final String verb;
  private final BiFunction<Processes, Node, Optional<String>> hit;
  private final BiConsumer<Processes, Node> undo;
  private final BiFunction<NodeLook, Node, Bite> look;

  private NodeMechanism(
      String verb,
      BiFunction<Processes, Node, Optional<String>> hit,
      BiConsumer<Processes, Node> undo,
      BiFunction<NodeLook, Node, Bite> look) {
    this.verb = verb;
    this.hit = hit;
    this.undo = undo;
    this.look = look;
  }

  /** Kills nodes and starts them again. */
  static NodeMechanism crashes() {
    return new NodeMechanism("kill", hit(Processes::kill), Processes::start, NodeLook::gone);
  }

  /** Pauses nodes and resumes them. */
  static NodeMechanism pauses() {
    return new NodeMechanism("pause", hit(Processes::pause), Processes::resume, NodeLook::silent);
  }

  /** Has nodes end by themselves, and starts them again. One that must be killed does not count. */
  static NodeMechanism stops() {
    return new NodeMechanism("stop", NodeMechanism::stop, Processes::start, NodeLook::gone);
  }

  private static BiFunction<Processes, Node, Optional<String>> hit(
      BiConsumer<Processes, Node> always) {
    return (processes, node) -> {
      always.accept(processes, node);
      return Optional.empty();
    };
  }

  /** Ends a node in order; in words, how it did not. */
  static Optional<String> stop(Processes processes, Node node) {
    return processes.stop(node) == Ending.BY_ITSELF
        ? Optional.empty()
        : Optional.of(
            node.name()
                + " did not end within "
                + Processes.PATIENCE.toSeconds()
                + " s of being asked to, and was killed");
  }

  @Override
  public void requireSupport(Aim aim, Cluster cluster) {
    Need.of(cluster, Processes.class, verb + " nodes");
  }

  @Override
  public Effect inject(Aim aim, Cluster cluster, Undo back) {
    var chosen = ChosenNodes.of(aim, cluster, verb);
    if (chosen.isEmpty()) {
      return Effect.nobody(verb, aim);
    }
    var bites = new ArrayList<Bite>();
    for (Node node : chosen.nodes()) {
      back.add(() -> undo.accept(chosen.processes(), node));
      hit.apply(chosen.processes(), node).ifPresent(why -> bites.add(new Bite(false, why)));
    }
    List<Node> nodes = chosen.nodes();
    nodes.forEach(node -> bites.add(look.apply(chosen.look(), node)));
    return new Effect(chosen.done(), Bite.all(bites));
  }
}
