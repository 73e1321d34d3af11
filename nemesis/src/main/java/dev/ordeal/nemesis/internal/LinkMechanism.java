package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Network.Disturbance;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.nemesis.Shape;
import java.util.LinkedHashMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Disturbs the links of a grudge. */
final class LinkMechanism implements Mechanism {
  private final String what;
  private final Function<Aim, Disturbance> disturbance;

  /**
   * Disturbs links.
   *
   * @param what what a backend without it cannot do: {@code cut links}
   */
  LinkMechanism(String what, Function<Aim, Disturbance> disturbance) {
    this.what = what;
    this.disturbance = disturbance;
  }

  @Override
  public void requireSupport(Aim aim, Cluster cluster) {
    var network = Need.of(cluster, Network.class, what);
    var wanted = disturbance.apply(aim);
    Need.noObjection(cluster, what, network.objection(wanted));
    var links = grudge(aim, cluster).links();
    var probes = cluster.capability(Probes.class);
    Need.noObjection(
        cluster, what + " and see it", probes.flatMap(looking -> looking.objection(links, wanted)));
  }

  @Override
  public Effect inject(Aim aim, Cluster cluster, Undo undo) {
    var network = Need.of(cluster, Network.class, what);
    Grudge grudge = grudge(aim, cluster);
    Disturbance wanted = disturbance.apply(aim);
    var looks = LinkLook.at(cluster, grudge.links(), wanted);
    var imposed = network.impose(grudge.links(), wanted);
    undo.add(imposed::lift);
    var done = new LinkedHashMap<String, Object>();
    done.put(aim.text("shape"), new TreeMap<String, Object>(grudge.plain()));
    aim.rest("shape").forEach(done::put);
    return new Effect(done, looks.again());
  }

  private static Grudge grudge(Aim aim, Cluster cluster) {
    var names = cluster.nodes().stream().map(Node::name).toList();
    return Shape.of(aim.text("shape")).grudge(names, aim.random());
  }
}
