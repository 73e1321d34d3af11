package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Membership;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.Storage;
import dev.ordeal.nemesis.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes who takes part in the system. */
final class MembershipMechanism implements Mechanism {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String verb;
  private final boolean joins;
  private final boolean replaces;

  private MembershipMechanism(String verb, boolean joins, boolean replaces) {
    this.verb = verb;
    this.joins = joins;
    this.replaces = replaces;
  }

  /** Members leave, and join again. */
  static MembershipMechanism leaves() {
    return new MembershipMechanism("let leave", false, false);
  }

  /** Nodes that are no members join, and leave again. */
  static MembershipMechanism joins() {
    return new MembershipMechanism("let join", true, false);
  }

  /** Members leave and lose all they know; new ones join. */
  static MembershipMechanism replaces() {
    return new MembershipMechanism("replace", false, true);
  }

  @Override
  public void requireSupport(Aim aim, Cluster cluster) {
    Need.membership(cluster, verb + " nodes");
    if (replaces) {
      Need.of(cluster, Processes.class, "replace nodes");
      Need.of(cluster, Storage.class, "replace nodes, as it cannot erase their data");
    }
  }

  @Override
  public Effect inject(Aim aim, Cluster cluster, Undo undo) throws Exception {
    requireSupport(aim, cluster);
    var membership = Need.membership(cluster, verb + " nodes");
    var before = Set.copyOf(membership.members());
    var chosen =
        Targets.of(aim.text("targets")).choose(cluster, aim.random()).stream()
            .filter(node -> before.contains(node.name()) != joins)
            .toList();
    if (chosen.isEmpty()) {
      return Effect.nobody(verb, aim);
    }
    for (Node node : chosen) {
      undo.add(() -> change(!joins, node, membership, cluster));
      if (joins) {
        membership.join(node);
      } else {
        membership.leave(node);
      }
    }
    var bites = new ArrayList<Bite>();
    for (Node node : chosen) {
      bites.add(bite(node, membership, cluster));
      if (replaces) {
        erase(node, cluster, undo);
      }
    }
    List<String> names = chosen.stream().map(Node::name).toList();
    return new Effect(Map.of("nodes", names), Bite.all(bites));
  }

  /** Only who has left may be ended: else the system would lose a member that it counts on. */
  private static void erase(Node node, Cluster cluster, Undo undo) {
    var processes = cluster.capability(Processes.class).orElseThrow();
    undo.add(() -> processes.start(node));
    processes.kill(node);
    cluster.capability(Storage.class).orElseThrow().erase(node);
  }

  /** Asks the system, and the node too if it can be asked. */
  private Bite bite(Node node, Membership membership, Cluster cluster) throws InterruptedException {
    boolean bit =
        Patience.until(
            cluster,
            PATIENCE,
            () ->
                says(node, membership).equals(Optional.of(joins))
                    && membership.claims(node).orElse(joins) == joins);
    var own =
        membership.claims(node).map(is -> is ? ", and says it is one" : ", and says it is none");
    var member =
        says(node, membership)
            .map(is -> is ? " is a member" : " is no member")
            .orElse(" may be a member: nobody can be asked");
    return new Bite(bit, node.name() + member + own.orElse(""));
  }

  /** Whether the system says that a node is a member; none if nobody can be asked just now. */
  private static Optional<Boolean> says(Node node, Membership membership) {
    try {
      return Optional.of(membership.members().contains(node.name()));
    } catch (RuntimeException notNow) {
      return Optional.empty();
    }
  }

  private static void change(boolean in, Node node, Membership membership, Cluster cluster)
      throws InterruptedException {
    if (in) {
      membership.join(node);
    } else {
      membership.leave(node);
    }
    if (!Patience.until(cluster, PATIENCE, () -> says(node, membership).equals(Optional.of(in)))) {
      throw new IllegalStateException(
          node.name()
              + (in ? " did not become" : " did not cease to be")
              + " a member within "
              + PATIENCE.toSeconds()
              + " s of being asked to");
    }
  }
}
