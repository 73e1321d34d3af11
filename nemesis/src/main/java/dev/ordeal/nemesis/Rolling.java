package dev.ordeal.nemesis;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A fault of one node, on one node after the other in the cluster's order, round and round.
 *
 * @param fault aimed at all nodes, or at those to go through
 */
public record Rolling(Fault fault) implements Choice {

  /** Refuses a fault that does not name the nodes to go through. */
  public Rolling {
    if (!fault.goesThroughAll()) {
      throw new IllegalArgumentException(
          "a rolling " + fault.words() + ": aim it at all, at nodes by name, or isolate-one");
    }
  }

  @Override
  public String words() {
    return "rolling " + fault.words();
  }

  @Override
  public List<Fault> faults() {
    return List.of(fault);
  }

  @Override
  public Fault pick(long turn, RandomGenerator random, List<String> nodes) {
    var through = fault.names(nodes, new SplittableRandom(0));
    return through.isEmpty() ? fault : fault.on(through.get((int) (turn % through.size())));
  }
}
