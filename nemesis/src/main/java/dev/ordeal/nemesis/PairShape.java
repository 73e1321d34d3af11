package dev.ordeal.nemesis;

import dev.ordeal.harness.cluster.Grudge;
import java.util.List;
import java.util.random.RandomGenerator;

/** Two nodes by name; see {@link Shape#pair}. */
record PairShape(String one, String other) implements Shape {

  @Override
  public Grudge grudge(List<String> nodes, RandomGenerator random) {
    return Grudge.between(List.of(List.of(one), List.of(other)));
  }

  @Override
  public String word() {
    return one + "|" + other;
  }
}
