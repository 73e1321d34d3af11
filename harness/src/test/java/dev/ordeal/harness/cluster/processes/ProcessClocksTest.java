package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.ClockConformance;
import dev.ordeal.harness.cluster.StandingCluster;
import dev.ordeal.harness.junit.RequiresFaketime;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

/** The clocks of child processes go wrong as every clock does. */
@RequiresFaketime
class ProcessClocksTest extends ClockConformance {
  private static final StandingCluster STANDING =
      new StandingCluster(ProcessBackend.of(2, TestNodes.command()).withClocks());

  @Override
  protected Backend backend(int nodes) {
    return ProcessBackend.of(nodes, TestNodes.command()).withClocks();
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
