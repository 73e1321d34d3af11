package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.ClusterConformance;

/** Child processes behave as every cluster does. */
class ProcessConformanceTest extends ClusterConformance {

  @Override
  protected Backend backend(int nodes) {
    return ProcessBackend.of(nodes, TestNodes.command());
  }
}
