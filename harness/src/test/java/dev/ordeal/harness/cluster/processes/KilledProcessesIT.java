package dev.ordeal.harness.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ordeal.harness.cluster.disks.Fuse;
import dev.ordeal.harness.internal.Alone;
import dev.ordeal.harness.junit.RequiresFaketime;
import dev.ordeal.harness.trials.RunningTrial;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trial on processes with disks and clocks, ended in its storm. */
@Timeout(300)
@RequiresFaketime
@ExtendWith(Alone.class)
class KilledProcessesIT {
  @TempDir private Path folder;

  @BeforeEach
  void require() {
    Fuse.required();
  }

  @Test
  void a_killed_trial_leaves_no_process_no_mount_and_no_clock() throws Exception {
    assertNothingIsLeftAfter("KILL");
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void a_trial_that_is_told_to_end_leaves_nothing_either(String signal) throws Exception {
    assertNothingIsLeftAfter(signal);
  }

  private void assertNothingIsLeftAfter(String signal) throws Exception {
    try (var trial = new RunningTrial("processes", folder)) {
      trial.awaitStorm();
      assertThat(trial.traces())
          .anyMatch(trace -> trace.contains("--name n1"))
          .anyMatch(trace -> trace.contains("--name n2"))
          .anyMatch(trace -> trace.contains("Reaper"))
          .anyMatch(trace -> trace.contains(" fuse"))
          .anyMatch(trace -> trace.startsWith("clock "))
          .anyMatch(trace -> trace.endsWith("/data"))
          .anyMatch(trace -> trace.endsWith("/clocks"));
      trial.end(signal);
      await()
          .atMost(RunningTrial.PATIENCE)
          .untilAsserted(() -> assertThat(trial.traces()).isEmpty());
    }
  }
}
