package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.DisksConformance;
import dev.ordeal.harness.cluster.disks.Fuse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** The disks of child processes. */
@Timeout(180)
class ProcessDisksTest extends DisksConformance {

  @BeforeAll
  static void require() {
    Fuse.required();
  }

  @Override
  protected Backend backend(int nodes) {
    return ProcessBackend.of(nodes, TestNodes.command()).withDisks();
  }
}
