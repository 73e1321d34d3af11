package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Probes;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Asks the links and lives that messages meet, without letting time pass: a probe that drew or took
 * its turn would change the run that it looks at.
 */
final class SimulatedProbes implements Probes {
  private final SimulatedCluster cluster;

  SimulatedProbes(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Map<Link, Reply> links(Collection<Link> links, int bytes, Duration patience) {
    var replies = new LinkedHashMap<Link, Reply>();
    links.forEach(link -> replies.put(link, link(link, bytes, patience)));
    return replies;
  }

  private Reply link(Link link, int bytes, Duration patience) {
    var there = cluster.links().cut(link);
    if (there == Cut.REFUSE) {
      return new Reply(Answer.REFUSED, Duration.ZERO);
    }
    if (there == Cut.BLACKHOLE) {
      return new Reply(Answer.SILENT, patience);
    }
    var end = link.to().equals(Network.CLIENTS) ? link.from() : link.to();
    var node = node(cluster.member(end), patience);
    return node.answer() == Answer.ANSWERED
        ? new Reply(
            Answer.ANSWERED, node.after().plusNanos(cluster.links().leastDelay(link, bytes)))
        : node;
  }

  @Override
  public Reply node(Node node) {
    return node(node, PATIENCE);
  }

  private Reply node(Node node, Duration patience) {
    var life = cluster.member(node).life();
    if (life == null) {
      return new Reply(Answer.REFUSED, Duration.ZERO);
    }
    return life.stands()
        ? new Reply(Answer.SILENT, patience)
        : new Reply(Answer.ANSWERED, Duration.ofNanos(life.backlogNanos()));
  }
}
