package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.LinkConformance;
import dev.ordeal.harness.cluster.NodeConformance;
import org.junit.jupiter.api.Nested;

/** Child processes behave as every cluster does. */
class ProcessConformanceTest {

  @Nested
  class Links extends LinkConformance {
    @Override
    protected Backend backend(int nodes) {
      return ProcessBackend.of(nodes, TestNodes.command());
    }
  }

  @Nested
  class Nodes extends NodeConformance {
    @Override
    protected Backend backend(int nodes) {
      return ProcessBackend.of(nodes, TestNodes.command());
    }
  }
}
