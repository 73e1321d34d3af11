package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.ClockConformance;
import dev.ordeal.harness.cluster.StandingCluster;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.harness.junit.RequiresFaketime;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

/** The clocks of containers go wrong as every clock does. */
@RequiresContainers
@RequiresFaketime
class ContainerClocksIT extends ClockConformance {
  private static final StandingCluster STANDING =
      new StandingCluster(TestNodes.backend(2).withClocks());

  @Override
  protected Backend backend(int nodes) {
    return TestNodes.backend(nodes).withClocks();
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
