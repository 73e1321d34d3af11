package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.LinkConformance;
import dev.ordeal.harness.cluster.NodeConformance;
import dev.ordeal.harness.cluster.testnode.TestNode;
import org.junit.jupiter.api.Nested;

/** The simulation behaves as real clusters do. */
class SimulatedConformanceTest {

  @Nested
  class Links extends LinkConformance {
    @Override
    protected Backend backend(int nodes) {
      return SimulatedBackend.of(nodes, name -> new TestNode());
    }
  }

  @Nested
  class Nodes extends NodeConformance {
    @Override
    protected Backend backend(int nodes) {
      return SimulatedBackend.of(nodes, name -> new TestNode());
    }
  }
}
