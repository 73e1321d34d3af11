package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.ClockConformance;
import dev.ordeal.harness.cluster.testnode.TestNode;

/** Simulated clocks go wrong as real ones do. */
class SimulatedClocksTest extends ClockConformance {

  @Override
  protected Backend backend(int nodes) {
    return SimulatedBackend.of(nodes, name -> new TestNode());
  }
}
