package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.LinkConformance;
import dev.ordeal.harness.cluster.NodeConformance;
import dev.ordeal.harness.cluster.StandingCluster;
import dev.ordeal.harness.junit.RequiresContainers;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

@RequiresContainers
class ContainerConformanceIT {
  private static final StandingCluster STANDING = new StandingCluster(TestNodes.backend(3));

  @AfterAll
  static void close() {
    STANDING.close();
  }

  @Nested
  class Links extends LinkConformance {
    @Override
    protected Backend backend(int nodes) {
      return TestNodes.backend(nodes);
    }

    @Override
    protected Optional<StandingCluster> standing() {
      return Optional.of(STANDING);
    }
  }

  @Nested
  class Nodes extends NodeConformance {
    @Override
    protected Backend backend(int nodes) {
      return TestNodes.backend(nodes);
    }

    @Override
    protected Optional<StandingCluster> standing() {
      return Optional.of(STANDING);
    }
  }
}
