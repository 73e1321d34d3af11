package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.ClockConformance;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.harness.junit.RequiresFaketime;

/** The clocks of containers go wrong as every clock does. */
@RequiresContainers
@RequiresFaketime
class ContainerClocksIT extends ClockConformance {

  @Override
  protected Backend backend(int nodes) {
    return TestNodes.backend(nodes).withClocks();
  }
}
