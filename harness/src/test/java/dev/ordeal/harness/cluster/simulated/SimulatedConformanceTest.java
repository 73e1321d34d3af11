package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.ClusterConformance;
import dev.ordeal.harness.cluster.testnode.TestNode;

/** The simulation behaves as real clusters do. */
class SimulatedConformanceTest extends ClusterConformance {

  @Override
  protected Backend backend(int nodes) {
    return SimulatedBackend.of(nodes, name -> new TestNode());
  }
}
