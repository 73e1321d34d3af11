package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.ClockConformance;
import dev.ordeal.harness.junit.RequiresFaketime;

/** The clocks of child processes go wrong as every clock does. */
@RequiresFaketime
class ProcessClocksTest extends ClockConformance {

  @Override
  protected Backend backend(int nodes) {
    return ProcessBackend.of(nodes, TestNodes.command()).withClocks();
  }
}
