package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.DisksConformance;
import dev.ordeal.harness.cluster.disks.Fuse;
import dev.ordeal.harness.junit.RequiresContainers;
import org.junit.jupiter.api.BeforeAll;

/** The disks of containers. */
@RequiresContainers
class ContainerDisksIT extends DisksConformance {

  @BeforeAll
  static void require() {
    Fuse.required();
  }

  @Override
  protected Backend backend(int nodes) {
    return TestNodes.backend(nodes).withDisks();
  }
}
