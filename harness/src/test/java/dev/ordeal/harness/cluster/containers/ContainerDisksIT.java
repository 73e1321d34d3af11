package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.DisksConformance;
import dev.ordeal.harness.cluster.StandingCluster;
import dev.ordeal.harness.cluster.disks.Fuse;
import dev.ordeal.harness.junit.RequiresContainers;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The disks of containers. */
@RequiresContainers
class ContainerDisksIT extends DisksConformance {
  private static final StandingCluster STANDING =
      new StandingCluster(TestNodes.backend(2).withDisks());

  @BeforeAll
  static void require() {
    Fuse.required();
  }

  @Override
  protected Backend backend(int nodes) {
    return TestNodes.backend(nodes).withDisks();
  }

  @Override
  protected Optional<StandingCluster> standing() {
    return Optional.of(STANDING);
  }

  @AfterAll
  static void closeTheStanding() {
    STANDING.close();
  }
}
