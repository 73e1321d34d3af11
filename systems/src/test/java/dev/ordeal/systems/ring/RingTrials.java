package dev.ordeal.systems.ring;

import static dev.ordeal.nemesis.Fault.bumpClock;
import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.leave;
import static dev.ordeal.nemesis.Fault.partition;
import static dev.ordeal.nemesis.Fault.pause;
import static dev.ordeal.nemesis.Fault.powerLoss;
import static dev.ordeal.nemesis.Fault.replace;
import static dev.ordeal.nemesis.Fault.slow;
import static dev.ordeal.nemesis.Fault.slowSync;
import static dev.ordeal.nemesis.Fault.tornWrite;
import static dev.ordeal.nemesis.Targets.all;
import static dev.ordeal.nemesis.Targets.minority;
import static dev.ordeal.nemesis.Targets.one;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.Plan;
import dev.ordeal.nemesis.Shape;
import dev.ordeal.workloads.Stores;
import java.time.Duration;

/** What each ring is tried with, in whichever world: the same for its tests and for sweeps. */
public final class RingTrials {
  private static final Duration PERIOD = ofSeconds(6);

  private RingTrials() {}

  /** A backend whose ring changes its members. */
  public static Backend changing(Backend backend) {
    return backend.membership(RingMembership::new);
  }

  private static Stores stores() {
    return Stores.of(RingClient.connector()).onRing();
  }

  /** One copy of each key, at the node that its hash modulo the number of nodes says. */
  public static Trial modulo(Trial trial) {
    return modulo(trial, replace(one()));
  }

  /** The same where nodes go and come back with what they had, as containers cannot be replaced. */
  public static Trial moduloWithoutLoss(Trial trial) {
    return modulo(trial, leave(one()));
  }

  private static Trial modulo(Trial trial, Fault fault) {
    return trial
        .workload(stores().linearizable())
        .faults(fault.every(ofSeconds(3)).lasting(ofSeconds(1)))
        .time(ofSeconds(8))
        .recovery(ofSeconds(40));
  }

  /** Any nodes that answer will do: a partition has two sides that both read and write. */
  public static Trial sloppy(Trial trial) {
    return trial
        .workload(stores().linearizable())
        .faults(partition(Shape.RANDOM_HALVES).every(ofSeconds(4)).lasting(ofSeconds(2)))
        .time(ofSeconds(8))
        .recovery(ofSeconds(40));
  }

  /** The last write wins, says the wall clock of who took it: some clocks are ahead. */
  public static Trial clocks(Trial trial) {
    return trial
        .workload(stores().durable())
        .faults(bumpClock(minority(), ofSeconds(5)).every(ofSeconds(4)).lasting(ofSeconds(2)))
        .time(ofSeconds(8))
        .recovery(ofSeconds(40));
  }

  /**
   * Quorums that overlap; half of the ways are long, so a write is here long before it is there.
   */
  public static Trial naive(Trial trial) {
    return trial
        .workload(stores().writes(0.06).linearizable())
        .faults(
            slow(Shape.MAJORITIES_RING, ofMillis(200))
                .every(ofSeconds(4))
                .lasting(ofMillis(3500))
                .after(ofMillis(500)))
        .concurrency(40)
        .time(ofSeconds(8))
        .recovery(ofSeconds(40));
  }

  /**
   * The sound one, under all of it: in each period a partition on slow links, then a member that
   * leaves, another that sleeps meanwhile, and two that crash while the first comes back.
   */
  public static Trial atomic(Trial trial) {
    return sound(trial, ofSeconds(13))
        .faults(
            Plan.together(
                in(slow(Shape.MINORITY_THIRD, ofMillis(30)), 200, 2_500),
                in(partition(Shape.RANDOM_HALVES), 500, 1_200),
                in(leave(one()), 2_000, 2_000),
                in(pause(one()), 2_700, 1_000),
                in(kill(minority()), 4_100, 1_200)));
  }

  /**
   * On disks that lose power: some nodes' while they write, then all; syncs take long meanwhile.
   */
  public static Trial onDisks(Trial trial) {
    return sound(trial, ofSeconds(13))
        .faults(
            Plan.together(
                in(slowSync(all(), ofMillis(5)), 500, 5_000),
                in(tornWrite(minority()), 2_000, 300),
                in(powerLoss(all()), 4_000, 300)));
  }

  private static Trial sound(Trial trial, Duration time) {
    return trial.workload(stores().cas(0.2).linearizable()).time(time).recovery(ofSeconds(40));
  }

  /** Once in every period of 6 s, from so many milliseconds on, for so many. */
  private static Plan in(Fault fault, long from, long lasting) {
    return fault.every(PERIOD).lasting(ofMillis(lasting)).after(ofMillis(from));
  }
}
