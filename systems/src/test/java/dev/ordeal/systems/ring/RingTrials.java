package dev.ordeal.systems.ring;

import static dev.ordeal.nemesis.Fault.bumpClock;
import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.leave;
import static dev.ordeal.nemesis.Fault.partition;
import static dev.ordeal.nemesis.Fault.pause;
import static dev.ordeal.nemesis.Fault.powerLoss;
import static dev.ordeal.nemesis.Fault.replace;
import static dev.ordeal.nemesis.Fault.slow;
import static dev.ordeal.nemesis.Targets.all;
import static dev.ordeal.nemesis.Targets.minority;
import static dev.ordeal.nemesis.Targets.one;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.nemesis.Plan;
import dev.ordeal.nemesis.Shape;
import dev.ordeal.workloads.Stores;

/** What each ring is tried with, in whichever world: the same for its tests and for sweeps. */
public final class RingTrials {
  private RingTrials() {}

  /** A backend whose ring changes its members. */
  static Backend changing(Backend backend) {
    return backend.membership(RingMembership::new);
  }

  private static Stores stores() {
    return Stores.of(RingClient.connector()).onRing();
  }

  /** One copy of each key, at the node that its hash modulo the number of nodes says. */
  public static Trial modulo(Trial trial) {
    return trial
        .workload(stores().linearizable())
        .faults(replace(one()).every(ofSeconds(3)).lasting(ofSeconds(1)))
        .time(ofSeconds(8))
        .recovery(ofSeconds(40));
  }

  /** Any nodes that answer will do: a partition has two sides that both read and write. */
  public static Trial sloppy(Trial trial) {
    return trial
        .workload(stores().linearizable())
        .faults(
            partition(Shape.RANDOM_HALVES).every(ofSeconds(4)).lasting(ofSeconds(2)))
        .time(ofSeconds(8))
        .recovery(ofSeconds(40));
  }

  /** The last write wins, says the wall clock of who took it: some clocks are ahead. */
  public static Trial clocks(Trial trial) {
    return trial
        .workload(stores().durable())
        .faults(
            bumpClock(minority(), ofSeconds(5)).every(ofSeconds(4)).lasting(ofSeconds(2)))
        .time(ofSeconds(8))
        .recovery(ofSeconds(40));
  }

  /** Quorums that overlap, and a node whose writes reach one replica long before the next. */
  public static Trial naive(Trial trial) {
    return trial
        .workload(stores().hot(3).linearizable())
        .faults(
            slow(Shape.ISOLATE_ONE, ofMillis(120), ofMillis(110))
                .every(ofSeconds(2))
                .lasting(ofMillis(1500)))
        .concurrency(25)
        .time(ofSeconds(10))
        .recovery(ofSeconds(40));
  }

  /** The sound one, under all of it at once. */
  public static Trial atomic(Trial trial) {
    return trial
        .workload(stores().cas(0.2).linearizable())
        .faults(
            Plan.together(
                leave(one()).every(ofSeconds(6)).lasting(ofSeconds(2)),
                pause(one()).every(ofMillis(4500)).lasting(ofMillis(1200)),
                partition(Shape.RANDOM_HALVES).every(ofSeconds(5)).lasting(ofMillis(1500)),
                slow(Shape.MINORITY_THIRD, ofMillis(50)).every(ofSeconds(3)),
                kill(minority()).every(ofMillis(7000)).lasting(ofMillis(1500))))
        .time(ofSeconds(15))
        .recovery(ofSeconds(40));
  }
}
