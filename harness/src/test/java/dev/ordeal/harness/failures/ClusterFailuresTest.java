package dev.ordeal.harness.failures;

import static dev.ordeal.harness.failures.Ending.HARNESS_FAILURE;
import static dev.ordeal.harness.failures.Ending.SETUP_FAILURE;
import static dev.ordeal.harness.failures.Ending.VALID_AND_TOLD;
import static dev.ordeal.harness.failures.Ending.VIOLATION_AND_TOLD;

import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.trials.NoBackend;
import dev.ordeal.harness.trials.Registers;
import java.util.stream.Stream;

/** Clusters that do not open, do not move, and do not close. */
class ClusterFailuresTest extends Matrix {

  static Stream<Failure> failures() {
    return Stream.of(
        Failure.of(
            "the cluster does not come up",
            SETUP_FAILURE,
            (sound, bench) -> sound.on(new NoBackend(new SetupFailure("no port is free"))),
            "no port is free"),
        Failure.of(
            "the backend throws",
            HARNESS_FAILURE,
            (sound, bench) -> sound.on(new NoBackend(new IllegalStateException("a bug"))),
            "the backend broke: java.lang.IllegalStateException: a bug"),
        Failure.of(
            "the backend throws an Error",
            HARNESS_FAILURE,
            (sound, bench) ->
                sound.on(
                    new SickBackend(
                        Registers.backend(),
                        () -> {
                          throw new NoClassDefFoundError("Tool");
                        },
                        () -> {})),
            "the backend broke: java.lang.NoClassDefFoundError: Tool"),
        Failure.of(
            "the clock of a simulation stands still",
            HARNESS_FAILURE,
            (sound, bench) -> sound.on(SickBackend.withoutTime(Registers.backend())),
            "stood still for 1.0 s",
            "the cluster's clock must move"),
        Failure.of(
            "the links end in mid-run",
            HARNESS_FAILURE,
            (sound, bench) ->
                sound.on(SickBackend.withoutLinks(Registers.backend(), "the links have ended")),
            "the trial broke",
            "the links have ended"),
        Failure.of(
            "the links end in mid-run of a violation",
            VIOLATION_AND_TOLD,
            (sound, bench) ->
                sound.on(
                    SickBackend.withoutLinks(Registers.brokenBackend(), "the links have ended")),
            "the trial broke after the violation",
            "the links have ended"),
        Failure.of(
            "the teardown throws",
            VALID_AND_TOLD,
            (sound, bench) -> sound.on(closing(() -> broken("n2 will not die"))),
            "the cluster did not close",
            "n2 will not die"),
        Failure.of(
            "the teardown throws an Error",
            VALID_AND_TOLD,
            (sound, bench) ->
                sound.on(
                    closing(
                        () -> {
                          throw new NoClassDefFoundError("Goodbye");
                        })),
            "the cluster did not close: java.lang.NoClassDefFoundError: Goodbye"),
        Failure.of(
            "the teardown throws after a violation",
            VIOLATION_AND_TOLD,
            (sound, bench) ->
                sound.on(
                    new SickBackend(
                        Registers.brokenBackend(), () -> {}, () -> broken("n2 will not die"))),
            "n2 will not die"),
        Failure.of(
            "the teardown hangs",
            VALID_AND_TOLD,
            (sound, bench) -> sound.on(closing(bench.hang())),
            "the cluster did not close: closing it did not end within 1.0 s"),
        Failure.of(
            "the teardown throws after the trial broke",
            HARNESS_FAILURE,
            (sound, bench) ->
                sound
                    .on(closing(() -> broken("n2 will not die")))
                    .workload(
                        Registers.judgedBy(
                            history -> {
                              throw new IllegalStateException("no such model");
                            })),
            "the checker broke on the history",
            "no such model",
            "also: the cluster did not close",
            "n2 will not die"));
  }

  private static SickBackend closing(Runnable close) {
    return new SickBackend(Registers.backend(), () -> {}, close);
  }

  private static void broken(String why) {
    throw new IllegalStateException(why);
  }
}
