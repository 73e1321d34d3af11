package dev.ordeal.nemesis;

import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The shapes that have a name; see {@link Shape}. */
enum DrawnShape implements Shape {
  ISOLATE_ONE {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      return split(shuffled(nodes, random), 1);
    }
  },
  EVERYBODY {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      return Grudge.between(nodes.stream().map(List::of).toList());
    }
  },
  MINORITY_THIRD {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      return split(shuffled(nodes, random), Math.max(1, nodes.size() / 3));
    }
  },
  RING_CUTS {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      var order = shuffled(nodes, random);
      var deaf = new TreeMap<String, Set<String>>();
      for (int i = 0; i < order.size(); i++) {
        var neighbours = new HashSet<String>();
        neighbours.add(order.get((i + 1) % order.size()));
        neighbours.add(order.get(Math.floorMod(i - 1, order.size())));
        neighbours.remove(order.get(i));
        deaf.put(order.get(i), neighbours);
      }
      return new Grudge(deaf);
    }
  },
  ONE_PAIR {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      var order = shuffled(nodes, random);
      return order.size() < 2
          ? new Grudge(new TreeMap<>())
          : Shape.pair(order.get(0), order.get(1)).grudge(nodes, random);
    }
  },
  CLIENTS {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      int lost = Math.max(1, (nodes.size() - 1) / 2);
      var cutOff = shuffled(nodes, random).subList(0, lost);
      return Grudge.between(List.of(cutOff, List.of(Network.CLIENTS)));
    }
  },
  HALVES {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      return split(nodes, nodes.size() / 2);
    }
  },
  RANDOM_HALVES {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      return split(shuffled(nodes, random), nodes.size() / 2);
    }
  },
  MAJORITIES_RING {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      return ring(shuffled(nodes, random));
    }
  },
  BRIDGE {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      var order = shuffled(nodes, random);
      return split(order.subList(1, order.size()), (order.size() - 1) / 2);
    }
  },
  ONE_WAY {
    @Override
    public Grudge grudge(List<String> nodes, RandomGenerator random) {
      var order = shuffled(nodes, random);
      return Grudge.oneWay(order.subList(1, order.size()), order.subList(0, 1));
    }
  };

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
