package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.Probes.Answer;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.nemesis.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Does something to the processes of nodes. */
final class NodeMechanism implements Mechanism {
  private final String verb;
  private final BiConsumer<Processes, Node> hit;
  private final BiConsumer<Processes, Node> undo;
  private final boolean leavesProcess;

  private NodeMechanism(
      String verb,
      BiConsumer<Processes, Node> hit,
      BiConsumer<Processes, Node> undo,
      boolean leavesProcess) {
    this.verb = verb;
    this.hit = hit;
    this.undo = undo;
    this.leavesProcess = leavesProcess;
  }

  /** Kills nodes and starts them again. */
  static NodeMechanism crashes() {
    return new NodeMechanism("kill", Processes::kill, Processes::start, false);
  }

  /** Pauses nodes and resumes them. */
  static NodeMechanism pauses() {
    return new NodeMechanism("pause", Processes::pause, Processes::resume, true);
  }

  @Override
  public void requireSupport(Cluster cluster) {
    Need.of(cluster, Processes.class, verb + " nodes");
  }

  @Override
  public Effect inject(Aim aim, Cluster cluster, Undo back) {
    var processes = Need.of(cluster, Processes.class, verb + " nodes");
    var chosen =
        Targets.of(aim.text("targets")).choose(cluster, aim.random()).stream()
            .filter(processes::alive)
            .toList();
    if (chosen.isEmpty()) {
      return Effect.nobody(verb, aim);
    }
    for (Node node : chosen) {
      back.add(() -> undo.accept(processes, node));
      hit.accept(processes, node);
    }
    var bites = new ArrayList<Bite>();
    chosen.forEach(node -> bites.add(bite(node, cluster, processes)));
    List<String> names = chosen.stream().map(Node::name).toList();
    return new Effect(Map.of("nodes", names), Bite.all(bites));
  }

  /** A dead node has no process and refuses; a stopped one has a process and says nothing. */
  private Bite bite(Node node, Cluster cluster, Processes processes) {
    boolean isAlive = processes.alive(node);
    var process = node.name() + (isAlive ? " has a process" : " has no process");
    Optional<Probes> probes = cluster.capability(Probes.class);
    if (probes.isEmpty()) {
      return new Bite(isAlive == leavesProcess && !leavesProcess, process);
    }
    var reply = probes.get().node(node);
    boolean isAsExpected =
        leavesProcess
            ? isAlive && reply.answer() == Answer.SILENT
            : !isAlive && reply.answer() != Answer.ANSWERED;
    return new Bite(isAsExpected, process + ", and was " + reply.words());
  }
}
