package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Network.Disturbance;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.nemesis.Shape;
import java.util.LinkedHashMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Disturbs the links of a grudge. */
final class LinkMechanism implements Mechanism {
  private final String what;
  private final Disturbance sample;
  private final Function<Aim, Disturbance> disturbance;

  /**
   * Disturbs links.
   *
   * @param what what a backend without it cannot do: {@code cut links}
   * @param sample one of those disturbances
   */
  LinkMechanism(String what, Disturbance sample, Function<Aim, Disturbance> disturbance) {
    this.what = what;
    this.sample = sample;
    this.disturbance = disturbance;
  }

  @Override
  public void requireSupport(Cluster cluster) {
    var network = Need.of(cluster, Network.class, what);
    Need.noObjection(cluster, what, network.objection(sample));
  }

  @Override
  public Effect inject(Aim aim, Cluster cluster, Undo undo) {
    var network = Need.of(cluster, Network.class, what);
    var names = cluster.nodes().stream().map(Node::name).toList();
    Grudge grudge = Shape.of(aim.text("shape")).grudge(names, aim.random());
    Disturbance wanted = disturbance.apply(aim);
    var looks = LinkLook.at(cluster, grudge.links(), wanted);
    var imposed = network.impose(grudge.links(), wanted);
    undo.add(imposed::lift);
    var done = new LinkedHashMap<String, Object>();
    done.put(aim.text("shape"), new TreeMap<String, Object>(grudge.plain()));
    aim.rest("shape").forEach(done::put);
    return new Effect(done, looks.again());
  }
}
