package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.nemesis.Targets;
import java.util.List;
import java.util.Map;

/**
 * The nodes that an injection hits: of its targets, those that live.
 *
 * @param nodes in the cluster's order
 * @param processes their processes
 * @param look the eyes on them
 */
record ChosenNodes(List<Node> nodes, Processes processes, NodeLook look) {

  static ChosenNodes of(Aim aim, Cluster cluster, String verb) {
    var processes = Need.of(cluster, Processes.class, verb + " nodes");
    var alive =
        Targets.of(aim.text("targets")).choose(cluster, aim.random()).stream()
            .filter(processes::alive)
            .toList();
    return new ChosenNodes(alive, processes, new NodeLook(cluster, processes));
  }

  boolean isEmpty() {
    return nodes.isEmpty();
  }

  /** Their names, as the history has them. */
  Map<String, Object> done() {
    return Map.of("nodes", nodes.stream().map(Node::name).toList());
  }
}
