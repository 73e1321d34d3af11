package dev.ordeal.systems.commit;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.junit.OrdealExtension;
import dev.ordeal.harness.junit.RequiresContainers;
import dev.ordeal.systems.Clusters;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Locks that are given back before the decision let two transactions read the same. */
@ExtendWith(OrdealExtension.class)
class UnlockedCommitTrial {
  private static final String SYSTEM = "2pc-unlocked";
  private static final List<String> NAMES =
      List.of("lost-update", "aborted-read", "read-skew", "stale-read");

  @Test
  void simulated(Trial trial) {
    convict(trial.on(Clusters.simulated(SYSTEM)));
  }

  @Test
  void processes(Trial trial) {
    convict(trial.on(Clusters.processes(SYSTEM)));
  }

  @Test
  @Tag("long")
  @RequiresContainers
  void containers(Trial trial) {
    convict(trial.on(Clusters.containers(SYSTEM)));
  }

  /** Which of them is found first depends on how many are under way at a time. */
  private static void convict(Trial trial) {
    var run = CommitTrials.unlocked(trial).run();
    var found = run.verdict().anomalies().stream().map(Anomaly::name).toList();
    run.assertConvicted(NAMES.stream().filter(found::contains).findFirst().orElse(NAMES.get(0)));
  }
}
