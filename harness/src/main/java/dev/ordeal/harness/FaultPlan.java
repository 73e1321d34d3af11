package dev.ordeal.harness;

import dev.ordeal.harness.generator.Generator;
import java.util.List;
import java.util.Map;

/** Which faults a trial meets, and when: data that is stored with the run. */
public interface FaultPlan {

  /** The plan in words: {@code pause leader, 1 s of every 3 s}. */
  String text();

  /** A fresh mechanism that answers to every op of the schedule. */
  Nemesis nemesis();

  /** What the nemesis does while clients run; the same seed gives the same ops. */
  Generator schedule();

  /**
   * The same for a cluster of these nodes, for plans that go from node to node.
   *
   * @param nodes their names, in the cluster's order
   */
  default Generator schedule(List<String> nodes) {
    return schedule();
  }

  /** For each function that injects a fault, the function that heals it. */
  Map<String, String> kinds();
}
