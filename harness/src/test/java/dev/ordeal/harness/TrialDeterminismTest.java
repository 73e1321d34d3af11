package dev.ordeal.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.trials.Registers;
import dev.ordeal.harness.trials.Shaking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the simulated backend, a seed is a history. */
class TrialDeterminismTest {
  private static final int SEEDS = 50;

  @TempDir private Path store;

  @Test
  void the_same_seed_journals_the_same_bytes_and_another_seed_others() throws IOException {
    var histories = new HashSet<String>();
    for (long seed = 0; seed < SEEDS; seed++) {
      var once = journal(seed);
      assertThat(journal(seed)).as("seed %d", seed).isEqualTo(once);
      assertThat(once).as("seed %d", seed).contains("\"cut\"", "\"kill\"", "\"info\"", "\"heal\"");
      assertThat(histories.add(once)).as("seed %d is unlike those before", seed).isTrue();
    }
  }

  private String journal(long seed) throws IOException {
    var run =
        Registers.trial(store)
            .seed(seed)
            .faults(new Shaking())
            .time(Duration.ofMillis(600))
            .run()
            .assertValid();
    return Files.readString(run.directory().resolve("history.jsonl"));
  }
}
