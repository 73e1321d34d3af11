package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.LinkConformance;
import dev.ordeal.harness.cluster.NodeConformance;
import dev.ordeal.harness.junit.RequiresContainers;
import org.junit.jupiter.api.Nested;

@RequiresContainers
class ContainerConformanceIT {

  @Nested
  class Links extends LinkConformance {
    @Override
    protected Backend backend(int nodes) {
      return TestNodes.backend(nodes);
    }
  }

  @Nested
  class Nodes extends NodeConformance {
    @Override
    protected Backend backend(int nodes) {
      return TestNodes.backend(nodes);
    }
  }
}
