package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Leadership;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Processes;
import java.util.Optional;

/** Kills, starts, pauses and resumes nodes, and asks them who leads. */
final class Lives implements Processes, Leadership {
  private final SimulatedCluster cluster;

  Lives(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public void kill(Node node) {
    cluster.member(node).end("kill");
  }

  @Override
  public Ending stop(Node node) {
    cluster.member(node).stop();
    return Ending.BY_ITSELF;
  }

  @Override
  public void start(Node node) {
    var member = cluster.member(node);
    if (member.life() == null) {
      if (cluster.closed()) {
        throw new IllegalStateException(node.name() + " cannot start: its cluster is closed");
      }
      member.start();
    }
  }

  @Override
  public void pause(Node node) {
    var member = cluster.member(node);
    var life = member.life();
    if (life == null) {
      throw new IllegalStateException(
          node.name() + " cannot be paused: it is not running; start it first");
    }
    if (!life.paused()) {
      member.mark("-- pause");
      life.pause();
    }
  }

  @Override
  public void resume(Node node) {
    var member = cluster.member(node);
    var life = member.life();
    if (life != null && life.paused()) {
      member.mark("-- resume");
      life.resume();
    }
  }

  @Override
  public boolean alive(Node node) {
    return cluster.member(node).life() != null;
  }

  /** The first living node, in the order of names, that believes that it leads. */
  @Override
  public Optional<Node> leader() {
    for (Node node : cluster.nodes()) {
      var life = cluster.member(node).life();
      if (life != null && life.leads()) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }
}
