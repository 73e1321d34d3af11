package dev.ordeal.nemesis;

import dev.ordeal.harness.cluster.Grudge;
import java.util.List;
import java.util.random.RandomGenerator;

/** One node by name against all others; see {@link Shape#apart}. */
record ApartShape(String node) implements Shape {
  static final String REST = "|rest";

  @Override
  public Grudge grudge(List<String> nodes, RandomGenerator random) {
    var others = nodes.stream().filter(other -> !other.equals(node)).toList();
    return Grudge.between(List.of(List.of(node), others));
  }

  @Override
  public String word() {
    return node + REST;
  }
}
