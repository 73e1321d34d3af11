package dev.ordeal.harness.failures;

import static dev.ordeal.harness.failures.Ending.HARNESS_FAILURE;
import static dev.ordeal.harness.failures.Ending.INCONCLUSIVE;
import static dev.ordeal.harness.failures.Ending.SETUP_FAILURE;
import static dev.ordeal.harness.failures.Ending.VALID;
import static dev.ordeal.harness.failures.Ending.VIOLATION_AND_TOLD;

import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.trials.OddBackend;
import dev.ordeal.harness.trials.OnePlan;
import dev.ordeal.harness.trials.Outage;
import dev.ordeal.harness.trials.Registers;
import java.time.Duration;
import java.util.stream.Stream;

/** A nemesis that breaks as it injects, and as it heals. */
class FaultFailuresTest extends Matrix {
  private static final Duration SHORT = Duration.ofMillis(100);

  static Stream<Failure> failures() {
    return Stream.of(
        Failure.of(
            "the nemesis throws at every injection",
            INCONCLUSIVE,
            (sound, bench) -> sound.faults(outage(() -> broken("no such tool: tc"))),
            "down"),
        Failure.of(
            "the nemesis throws an Error at every injection",
            INCONCLUSIVE,
            (sound, bench) ->
                sound.faults(
                    outage(
                        () -> {
                          throw new NoClassDefFoundError("Tool");
                        })),
            "down"),
        Failure.of(
            "the nemesis throws an OutOfMemoryError",
            HARNESS_FAILURE,
            (sound, bench) ->
                sound.faults(
                    outage(
                        () -> {
                          throw new OutOfMemoryError("in a nemesis");
                        })),
            "OutOfMemoryError: in a nemesis"),
        Failure.of(
            "the nemesis hangs at an injection",
            INCONCLUSIVE,
            (sound, bench) -> sound.faults(outage(bench.hang())),
            "down"),
        Failure.of(
            "healing throws once",
            VALID,
            (sound, bench) ->
                sound.faults(
                    OnePlan.healing(
                        number -> {
                          if (number == 1) {
                            broken("the wrench slipped");
                          }
                        })),
            "scare"),
        Failure.of(
            "healing throws always",
            HARNESS_FAILURE,
            (sound, bench) -> sound.faults(OnePlan.healing(number -> broken("n2 is gone"))),
            "the nemesis could not heal",
            "n2 is gone"),
        Failure.of(
            "healing throws always after a violation",
            VIOLATION_AND_TOLD,
            (sound, bench) ->
                sound
                    .on(Registers.brokenBackend())
                    .faults(OnePlan.healing(number -> broken("n2 is gone"))),
            "n2 is gone"),
        Failure.of(
            "healing hangs",
            HARNESS_FAILURE,
            (sound, bench) -> {
              var hang = bench.hang();
              return sound.faults(OnePlan.healing(number -> hang.run()));
            },
            "the healing did not end within 1.0 s",
            "hangs in dev.ordeal.harness.failures.Bench"),
        Failure.of(
            "healing hangs after a violation",
            VIOLATION_AND_TOLD,
            (sound, bench) -> {
              var hang = bench.hang();
              return sound
                  .on(Registers.brokenBackend())
                  .faults(OnePlan.healing(number -> hang.run()));
            },
            "the healing did not end within 1.0 s"),
        Failure.of(
            "a capability that a fault needs is missing",
            SETUP_FAILURE,
            (sound, bench) ->
                sound
                    .on(OddBackend.without(Network.class, Registers.backend()))
                    .faults(OnePlan.needing(Network.class)),
            "simulated has no Network"),
        Failure.of(
            "what looks like a setup failure comes in mid-run",
            HARNESS_FAILURE,
            (sound, bench) ->
                sound.faults(
                    OnePlan.healing(
                        number -> {
                          throw new SetupFailure("n3 does not start");
                        })),
            "n3 does not start"));
  }

  private static Outage outage(Runnable down) {
    return new Outage(SHORT, SHORT, cluster -> down.run(), cluster -> {});
  }

  private static void broken(String why) {
    throw new IllegalStateException(why);
  }
}
