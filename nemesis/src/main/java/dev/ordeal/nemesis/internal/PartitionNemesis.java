package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Shape;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Cuts links by a grudge, and heals them all: a cluster has one network. */
final class PartitionNemesis implements Nemesis {

  @Override
  public Set<String> fs() {
    return Set.of("partition", "heal-partition");
  }

  @Override
  public void requireSupport(Cluster cluster) {
    Need.of(cluster, Network.class, "cut links");
  }

  @Override
  public @Nullable Object invoke(Op op, Cluster cluster) {
    var network = Need.of(cluster, Network.class, "cut links");
    if (op.f().equals("heal-partition")) {
      network.heal();
      return null;
    }
    var aim = Aim.of(op);
    var names = cluster.nodes().stream().map(Node::name).toList();
    Grudge grudge = Shape.of(aim.text("shape")).grudge(names, aim.random());
    Cut cut = Cut.valueOf(aim.text("cut").toUpperCase(Locale.ROOT));
    network.cut(grudge, cut);
    var deaf = new TreeMap<String, Object>(grudge.plain());
    return Map.of(aim.text("shape"), deaf, "cut", aim.text("cut"));
  }

  @Override
  public void heal(Cluster cluster) {
    cluster.capability(Network.class).ifPresent(Network::heal);
  }
}
