package dev.ordeal.harness.failures;

import static dev.ordeal.harness.failures.Ending.HARNESS_FAILURE;
import static dev.ordeal.harness.failures.Ending.INCONCLUSIVE;
import static dev.ordeal.harness.failures.Ending.VALID_AND_TOLD;
import static dev.ordeal.harness.failures.Ending.VIOLATION_AND_TOLD;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.harness.Run;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.trials.Registers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checkers and observers that break. */
class CheckerFailuresTest extends Matrix {

  static Stream<Failure> failures() {
    return Stream.of(
        checked(
            "the checker throws",
            HARNESS_FAILURE,
            history -> {
              throw new IllegalStateException("no such model");
            },
            "the checker broke on the history: java.lang.IllegalStateException: no such model"),
        checked(
            "the checker runs out of memory",
            HARNESS_FAILURE,
            history -> {
              List<long[]> all = new ArrayList<>();
              while (true) {
                all.add(new long[Integer.MAX_VALUE - 8]);
              }
            },
            "the checker broke on the history: java.lang.OutOfMemoryError",
            "the history is kept"),
        checked(
            "the checker's stack overflows",
            HARNESS_FAILURE,
            history -> deeper(1),
            "the checker broke on the history: java.lang.StackOverflowError",
            "the history is kept"),
        checked("the checker answers null", HARNESS_FAILURE, history -> nothing(), "answered null"),
        checked(
            "the checker does not know",
            INCONCLUSIVE,
            history -> Verdict.unknown("out of steps"),
            "out of steps"),
        Failure.of(
            "the checker hangs",
            INCONCLUSIVE,
            (sound, bench) -> {
              var hang = bench.hang();
              return sound.workload(
                  Registers.judgedBy(
                      history -> {
                        hang.run();
                        return Verdict.valid();
                      }));
            },
            "the checker did not end within 1.0 s",
            "hangs in dev.ordeal.harness.failures.Bench",
            "Trial.patience"),
        Failure.of(
            "the observer throws at the beginning",
            VALID_AND_TOLD,
            (sound, bench) ->
                sound.observed(
                    new Trial.Observer() {
                      @Override
                      public void began(Path directory) {
                        throw new IllegalStateException("no listener");
                      }
                    }),
            "the observer broke: java.lang.IllegalStateException: no listener"),
        Failure.of(
            "the observer throws at the end of a violation",
            VIOLATION_AND_TOLD,
            (sound, bench) ->
                sound
                    .on(Registers.brokenBackend())
                    .observed(
                        new Trial.Observer() {
                          @Override
                          public void ended(Run run) {
                            throw new AssertionError("no listener");
                          }
                        }),
            "the observer broke: java.lang.AssertionError: no listener"));
  }

  private static Failure checked(String what, Ending ending, Checker checker, String... told) {
    return Failure.of(
        what, ending, (sound, bench) -> sound.workload(Registers.judgedBy(checker)), told);
  }

  private static Verdict deeper(int depth) {
    var below = stillDeeper(depth);
    return depth % 2 == 0 ? below : Verdict.valid();
  }

  private static Verdict stillDeeper(int depth) {
    return deeper(depth + 1);
  }

  @SuppressWarnings("NullAway") // What no checker may do.
  private static Verdict nothing() {
    return null;
  }
}
