package dev.ordeal.nemesis;

import dev.ordeal.harness.cluster.Grudge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The shape of a partition: who ends up on which side. */
public enum Shape {
  /** One node, drawn anew each time, is alone. */
  ISOLATE_ONE {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      return split(shuffled(nodes, random), 1);
    }
  },
  /** The first half of the nodes against the second, which has one more if they are odd. */
  HALVES {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      return split(nodes, nodes.size() / 2);
    }
  },
  /** Two halves, drawn anew each time. */
  RANDOM_HALVES {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      return split(shuffled(nodes, random), nodes.size() / 2);
    }
  },
  /**
   * Every node hears a majority and no two hear the same one: the nodes lie on a ring, drawn anew
   * each time, and each hears those nearest to it.
   */
  MAJORITIES_RING {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      return ring(shuffled(nodes, random));
    }
  },
  /** Two halves and, between them, one node that hears both and is heard by both. */
  BRIDGE {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      var order = shuffled(nodes, random);
      return split(order.subList(1, order.size()), (order.size() - 1) / 2);
    }
  },
  /** One node, drawn anew each time, is heard by nobody and yet hears all. */
  ONE_WAY {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      var order = shuffled(nodes, random);
      return Grudge.oneWay(order.subList(1, order.size()), order.subList(0, 1));
    }
  };

  /** Who may not hear whom, for nodes in the cluster's order. */
  public abstract Grudge grudge(List<String> nodes, RandomGenerator random);

  /** The word that {@link #of} takes: {@code random-halves}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The shape that prints as this word. */
  public static Shape of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static Grudge split(List<String> nodes, int at) {
    return Grudge.between(List.of(nodes.subList(0, at), nodes.subList(at, nodes.size())));
  }

  private static Grudge ring(List<String> order) {
    int size = order.size();
    int majority = size / 2 + 1;
    int behind = majority / 2;
    // Three nodes on a ring would all hear each other: there, each hears only the one ahead.
    boolean closed = 2 * behind + 1 >= size;
    var deaf = new TreeMap<String, Set<String>>();
    for (int i = 0; i < size; i++) {
      var others = new HashSet<>(order);
      for (int step = closed ? 0 : -behind; step <= (closed ? majority - 1 : behind); step++) {
        others.remove(order.get(Math.floorMod(i + step, size)));
      }
      deaf.put(order.get(i), others);
    }
    return new Grudge(deaf);
  }

  private static List<String> shuffled(List<String> nodes, RandomGenerator random) {
    var order = new ArrayList<>(nodes);
    Collections.shuffle(order, new Random(random.nextLong()));
    return order;
  }
}
