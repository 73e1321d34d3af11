package dev.ordeal.harness.failures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Checkers;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.harness.HarnessFailure;
import dev.ordeal.harness.Run;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.trials.Registers;
import dev.ordeal.harness.trials.Witness;
import dev.ordeal.results.StoredRun;
import dev.ordeal.results.run.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each failure is classified right, told, stored with its history, and leaves nothing behind. */
@Timeout(120)
abstract class Matrix {
  @TempDir private Path folder;
  private final Witness witness = new Witness();

  @AfterEach
  void nobody_is_interrupted_any_more() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void a_failure_is_told_for_what_it_is_and_leaves_nothing(Failure failure) throws Exception {
    var before = Remains.now(folder);
    var store = folder.resolve("store");
    try (var bench = new Bench(store)) {
      var sound = Registers.trial(store).observed(witness).patience(Duration.ofSeconds(1));
      Run run = null;
      Throwable thrown = null;
      try {
        run = failure.breaks().in(sound, bench).run();
      } catch (Throwable end) {
        thrown = end;
      }
      assertClassified(failure, run, thrown);
      assertStored(failure, run);
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(Remains.now(folder).since(before)).isEmpty());
    assertTidy();
  }

  private void assertClassified(Failure failure, @Nullable Run run, @Nullable Throwable thrown) {
    if (run == null) {
      assertThat(thrown)
          .isExactlyInstanceOf(
              switch (failure.ending()) {
                case SETUP_FAILURE -> SetupFailure.class;
                case HARNESS_FAILURE -> HarnessFailure.class;
                default -> throw new AssertionError("it threw " + thrown, thrown);
              });
      assertThat(thrown.getMessage()).contains(failure.told()).contains("-Dordeal.seed=7");
      return;
    }
    assertThat(run.outcome()).as(run.text()).isEqualTo(outcome(failure.ending()));
    // The screen leaves out the ends of long lines.
    var beside =
        String.join(" ", StoredRun.open(run.directory()).conclusion().orElseThrow().suppressed());
    assertThat(flat(run.text() + beside)).contains(failure.told());
    if (failure.ending().name().endsWith("TOLD")) {
      assertThat(run.text()).contains("also:");
    }
  }

  /** Without the breaks that the screen put in. */
  private static String flat(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private static Outcome outcome(Ending ending) {
    return switch (ending) {
      case VALID, VALID_AND_TOLD -> Outcome.VALID;
      case VIOLATION_AND_TOLD -> Outcome.INVALID;
      case INCONCLUSIVE -> Outcome.INCONCLUSIVE;
      case SETUP_FAILURE -> Outcome.SETUP_FAILURE;
      case HARNESS_FAILURE -> Outcome.HARNESS_FAILURE;
    };
  }

  /** The conclusion is stored, and the history is whole enough to be judged again. */
  private void assertStored(Failure failure, @Nullable Run run) {
    for (Path directory : witness.directories()) {
      if (!Files.isDirectory(directory)) {
        continue;
      }
      var stored = StoredRun.open(directory);
      assertThat(stored.conclusion().orElseThrow().outcome()).isEqualTo(outcome(failure.ending()));
      var history = stored.history();
      if (run != null) {
        assertThat(history).isEqualTo(run.history());
      }
      var again = Checkers.named("linearizable-register").orElseThrow().check(history);
      assertThat(again.validity() == Validity.INVALID)
          .as("judged again")
          .isEqualTo(failure.ending() == Ending.VIOLATION_AND_TOLD);
      assertThat(stored.text()).isNotBlank();
    }
  }

  /** No half-written file, and no data. */
  private void assertTidy() throws IOException {
    for (Path directory : witness.directories()) {
      if (Files.isDirectory(directory)) {
        try (var files = Files.list(directory)) {
          List<String> names = files.map(file -> file.getFileName().toString()).toList();
          assertThat(names).noneMatch(name -> name.startsWith(".") || name.equals("data"));
        }
      }
    }
  }
}
