package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.Probes.Answer;
import dev.ordeal.harness.cluster.Processes;
import java.util.Collection;
import java.util.Optional;

/** Looks whether a node is gone, stands still, or answers. */
final class NodeLook {
  private final Processes processes;
  private final Optional<Probes> probes;

  NodeLook(Cluster cluster, Processes processes) {
    this.processes = processes;
    this.probes = cluster.capability(Probes.class);
  }

  /** All of them have no process, and do not answer. */
  Bite gone(Collection<Node> nodes) {
    return Bite.all(nodes.stream().map(this::gone).toList());
  }

  /** It has no process, and does not answer. */
  Bite gone(Node node) {
    return look(node, false);
  }

  /** It has a process, and says nothing. */
  Bite silent(Node node) {
    return look(node, true);
  }

  private Bite look(Node node, boolean leavesProcess) {
    boolean isAlive = processes.alive(node);
    var process = node.name() + (isAlive ? " has a process" : " has no process");
    if (probes.isEmpty()) {
      return new Bite(!isAlive && !leavesProcess, process);
    }
    var reply = probes.get().node(node);
    boolean isAsExpected =
        leavesProcess
            ? isAlive && reply.answer() == Answer.SILENT
            : !isAlive && reply.answer() != Answer.ANSWERED;
    return new Bite(isAsExpected, process + ", and was " + reply.words());
  }

  /** Whether it lives and answers. */
  boolean answers(Node node) {
    return processes.alive(node)
        && probes.map(looking -> looking.node(node).answer() == Answer.ANSWERED).orElse(true);
  }
}
