package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.DisksConformance;
import dev.ordeal.harness.cluster.testnode.TestNode;

/** Simulated disks fail as real ones do. */
class SimulatedDisksTest extends DisksConformance {

  @Override
  protected Backend backend(int nodes) {
    return SimulatedBackend.of(nodes, name -> new TestNode());
  }
}
