package dev.ordeal.nemesis;

import dev.ordeal.harness.cluster.Grudge;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The shape of a disturbance of the network: which links it meets. Data, which prints as a word and
 * is found again from it.
 */
public sealed interface Shape permits DrawnShape, PairShape, ApartShape {
  /** One node, drawn anew each time, is alone. */
  Shape ISOLATE_ONE = DrawnShape.ISOLATE_ONE;

  /** The first half of the nodes against the second, which has one more if they are odd. */
  Shape HALVES = DrawnShape.HALVES;

  /** Two halves, drawn anew each time. */
  Shape RANDOM_HALVES = DrawnShape.RANDOM_HALVES;

  /**
   * A third of the nodes, rounded down but at least one, drawn anew each time, against the rest.
   */
  Shape MINORITY_THIRD = DrawnShape.MINORITY_THIRD;

  /**
   * Every node hears a majority and no two hear the same one: the nodes lie on a ring, drawn anew
   * each time, and each hears those nearest to it.
   */
  Shape MAJORITIES_RING = DrawnShape.MAJORITIES_RING;

  /** On a ring of the nodes, drawn anew each time, no two neighbours hear each other. */
  Shape RING_CUTS = DrawnShape.RING_CUTS;

  /** Two halves and, between them, one node that hears both and is heard by both. */
  Shape BRIDGE = DrawnShape.BRIDGE;

  /** One node, drawn anew each time, is heard by nobody and yet hears all. */
  Shape ONE_WAY = DrawnShape.ONE_WAY;

  /** Two nodes, drawn anew each time, do not hear each other; all else is well. */
  Shape ONE_PAIR = DrawnShape.ONE_PAIR;

  /** As many nodes as can be lost, drawn anew each time, hear each other and all, but no client. */
  Shape CLIENTS = DrawnShape.CLIENTS;

  /** Nobody hears anybody, except clients. */
  Shape EVERYBODY = DrawnShape.EVERYBODY;

  /** These two nodes, and no others, do not hear each other. */
  static Shape pair(String one, String other) {
    return new PairShape(one, other);
  }

  /** This node is alone. */
  static Shape apart(String node) {
    return new ApartShape(node);
  }

  /** Who may not hear whom, for nodes in the cluster's order. */
  Grudge grudge(List<String> nodes, RandomGenerator random);

  /** The word that {@link #of} takes: {@code random-halves}, {@code n1|n2}. */
  String word();

  /**
   * The shape that prints as this word.
   *
   * @throws IllegalArgumentException if there is none, with those that there are
   */
  static Shape of(String word) {
    if (word.endsWith(ApartShape.REST)) {
      return apart(word.substring(0, word.length() - ApartShape.REST.length()));
    }
    int bar = word.indexOf('|');
    if (bar > 0) {
      return pair(word.substring(0, bar), word.substring(bar + 1));
    }
    for (DrawnShape shape : DrawnShape.values()) {
      if (shape.word().equals(word.toLowerCase(Locale.ROOT))) {
        return shape;
      }
    }
    var words = java.util.Arrays.stream(DrawnShape.values()).map(DrawnShape::word).toList();
    throw new IllegalArgumentException(
        "no shape of a partition is called "
            + word
            + "; there are "
            + words
            + ", n1|n2, and n1|rest");
  }
}
