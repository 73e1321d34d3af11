package dev.ordeal.nemesis;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Leadership;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.SetupFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

/** Whom a fault hits: data, which prints as a word and is found again from it. */
public sealed interface Targets {

  /** The nodes to hit now, in the cluster's order; none if there is no leader. */
  List<Node> choose(Cluster cluster, RandomGenerator random);

  /**
   * The word that {@link #of} takes: {@code one}, {@code minority}, {@code leader}, {@code n1,n2}.
   */
  String word();

  /**
   * Says before the trial starts that this cluster has no such nodes.
   *
   * @throws SetupFailure naming what is missing
   */
  default void requireSupport(Cluster cluster) {}

  /** One node, drawn anew each time. */
  static Targets one() {
    return Share.ONE;
  }

  /** As many nodes as can be lost while a majority remains (2 of 5), drawn anew each time. */
  static Targets minority() {
    return Share.MINORITY;
  }

  /** The smallest majority (3 of 5), drawn anew each time. */
  static Targets majority() {
    return Share.MAJORITY;
  }

  /** Every node. */
  static Targets all() {
    return Share.ALL;
  }

  /** The node that leads, where the system can tell. */
  static Targets leader() {
    return new Leader();
  }

  /** These nodes, by name. */
  static Targets named(String... names) {
    return new Named(List.of(names));
  }

  /**
   * The node that a trigger told of, which is named in its place as soon as it has: the one that
   * printed the line, or that leads. Hits nobody elsewhere.
   */
  static Targets it() {
    return new It();
  }

  /** Those of these nodes that are meant, in their order; none if that is not known beforehand. */
  default List<String> among(List<String> nodes, RandomGenerator random) {
    return List.of();
  }

  /** The targets that print as this word. */
  static Targets of(String word) {
    if (word.equals(It.WORD)) {
      return it();
    }
    for (Share share : Share.values()) {
      if (share.word().equals(word)) {
        return share;
      }
    }
    return word.equals("leader") ? leader() : named(word.split(","));
  }

  /** A share of the nodes, drawn anew each time. */
  enum Share implements Targets {
    /** One node. */
    ONE(nodes -> 1),
    /** As many as can be lost. */
    MINORITY(nodes -> (nodes - 1) / 2),
    /** One more than half, rounded down. */
    MAJORITY(nodes -> nodes / 2 + 1),
    /** Every node. */
    ALL(nodes -> nodes);

    private final IntUnaryOperator size;

    Share(IntUnaryOperator size) {
      this.size = size;
    }

    @Override
    public List<Node> choose(Cluster cluster, RandomGenerator random) {
      return chosen(cluster.nodes(), random);
    }

    @Override
    public List<String> among(List<String> nodes, RandomGenerator random) {
      return chosen(nodes, random);
    }

    private <T> List<T> chosen(List<T> nodes, RandomGenerator random) {
      var shuffled = new ArrayList<>(nodes);
      Collections.shuffle(shuffled, new Random(random.nextLong()));
      var chosen = shuffled.subList(0, size.applyAsInt(shuffled.size()));
      return nodes.stream().filter(chosen::contains).toList();
    }

    @Override
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Nodes by name. */
  record Named(List<String> names) implements Targets {
    @Override
    public List<Node> choose(Cluster cluster, RandomGenerator random) {
      return cluster.nodes().stream().filter(node -> names.contains(node.name())).toList();
    }

    @Override
    public List<String> among(List<String> nodes, RandomGenerator random) {
      return nodes.isEmpty() ? names : nodes.stream().filter(names::contains).toList();
    }

    @Override
    public String word() {
      return String.join(",", names);
    }

    @Override
    public void requireSupport(Cluster cluster) {
      var known = cluster.nodes().stream().map(Node::name).toList();
      for (String name : names) {
        if (!known.contains(name)) {
          throw new SetupFailure(
              "a fault is aimed at node " + name + ", but the nodes are " + known);
        }
      }
    }
  }

  /** Whom a trigger told of. */
  record It() implements Targets {
    private static final String WORD = "it";

    @Override
    public List<Node> choose(Cluster cluster, RandomGenerator random) {
      return List.of();
    }

    @Override
    public String word() {
      return WORD;
    }
  }

  /** Whoever leads. */
  record Leader() implements Targets {
    @Override
    public List<Node> choose(Cluster cluster, RandomGenerator random) {
      return cluster.capability(Leadership.class).flatMap(Leadership::leader).stream().toList();
    }

    @Override
    public String word() {
      return "leader";
    }

    @Override
    public void requireSupport(Cluster cluster) {
      if (cluster.capability(Leadership.class).isEmpty()) {
        throw new SetupFailure(
            "a fault is aimed at the leader, but nobody told the "
                + cluster.backend()
                + " backend how to find it: add .leader(...) to the backend");
      }
    }
  }
}
