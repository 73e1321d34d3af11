package dev.ordeal.harness.cluster.disks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Whether tests that mount can run here. */
public final class Fuse {

  private Fuse() {}

  /** Skips a test where nothing can be mounted, and says why; where all is required, it fails. */
  public static void required() {
    var problem = FuseSupport.problem();
    if ("required".equals(System.getProperty("ordeal.containers"))) {
      assertThat(problem).as("what keeps this machine from mounting").isEmpty();
    }
    assumeTrue(problem.isEmpty(), () -> "skipped: " + problem.orElseThrow());
  }
}
