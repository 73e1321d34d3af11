package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.ClusterConformance;
import dev.ordeal.harness.junit.RequiresContainers;

@RequiresContainers
class ContainerConformanceIT extends ClusterConformance {

  @Override
  protected Backend backend(int nodes) {
    return TestNodes.backend(nodes);
  }
}
