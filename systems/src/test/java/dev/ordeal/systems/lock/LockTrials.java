package dev.ordeal.systems.lock;

import static dev.ordeal.nemesis.Fault.failSync;
import static dev.ordeal.nemesis.Fault.fullDisk;
import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.partition;
import static dev.ordeal.nemesis.Fault.pause;
import static dev.ordeal.nemesis.Fault.powerLoss;
import static dev.ordeal.nemesis.Fault.slowSync;
import static dev.ordeal.nemesis.Fault.strobeClock;
import static dev.ordeal.nemesis.Fault.tornWrite;
import static dev.ordeal.nemesis.Targets.all;
import static dev.ordeal.nemesis.Targets.leader;
import static dev.ordeal.nemesis.Targets.minority;
import static dev.ordeal.nemesis.Targets.named;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.ordeal.checkers.Checker;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.Workload;
import dev.ordeal.nemesis.Plan;
import dev.ordeal.nemesis.Shape;
import dev.ordeal.systems.Clusters;
import dev.ordeal.workloads.Locks;
import java.util.LinkedHashMap;

/** What each lock is tried with, in whichever world: the same for its tests and for sweeps. */
public final class LockTrials {

  private LockTrials() {}

  /** A mutex per node: no fault needed. */
  public static Trial local(Trial trial) {
    return trial
        .workload(Locks.exclusive(Clusters.CLIENT))
        .time(ofSeconds(3))
        .recovery(ofSeconds(3));
  }

  /**
   * A lease without fencing: the holder's node sleeps past the lease of 500 ms, but not so long
   * that it gives up the request that it holds.
   */
  public static Trial lease(Trial trial) {
    return trial
        .workload(Locks.fenced(Clusters.CLIENT))
        .faults(pause(leader()).every(ofMillis(1500)).lasting(ofMillis(800)))
        .time(ofSeconds(12));
  }

  /** Leases, and a grantor whose wall clock goes to and fro by more than a lease. */
  public static Trial clocks(Trial trial) {
    return trial
        .workload(Locks.fenced(Clusters.CLIENT))
        .faults(
            strobeClock(named("n1"), ofSeconds(5), ofMillis(100))
                .every(ofMillis(3000))
                .lasting(ofMillis(1500)))
        .time(ofSeconds(12));
  }

  /** With a fence that refuses no more than it must. */
  private static Workload fenced() {
    Workload locks = Locks.fenced(Clusters.CLIENT);
    var checkers = new LinkedHashMap<String, Checker>();
    checkers.put("fenced", locks.checker());
    checkers.put("rightful-writes", new NoRightfulWriteRefused());
    return new Workload(
        locks.name(),
        locks.connector(),
        locks.generator(),
        locks.finalGenerator(),
        locks.checkerName(),
        Checker.compose(checkers));
  }

  /** A replicated lock with fencing tokens: all faults at once. */
  public static Trial fenced(Trial trial) {
    return trial
        .workload(fenced())
        .faults(
            Plan.together(
                pause(leader()).every(ofMillis(4000)).lasting(ofMillis(1200)),
                partition(Shape.RANDOM_HALVES).every(ofMillis(5000)).lasting(ofMillis(2000)),
                kill(minority()).every(ofMillis(6000)).lasting(ofMillis(2000))))
        .time(ofSeconds(20));
  }

  /**
   * A replicated lock on disks that lose power: some nodes' while they write, then all. Syncs take
   * long meanwhile, so that there is something to lose.
   */
  public static Trial onDisks(Trial trial) {
    return trial
        .workload(fenced())
        .faults(
            Plan.together(
                slowSync(all(), ofMillis(20))
                    .every(ofSeconds(8))
                    .lasting(ofSeconds(7))
                    .after(ofSeconds(1)),
                tornWrite(minority())
                    .every(ofSeconds(8))
                    .lasting(ofMillis(300))
                    .after(ofSeconds(3)),
                powerLoss(all()).every(ofSeconds(8)).lasting(ofMillis(300)).after(ofSeconds(5))))
        .time(ofSeconds(18));
  }

  /** The same on disks that run full and whose syncs fail: nodes end, and come back. */
  public static Trial onBadDisks(Trial trial) {
    return trial
        .workload(fenced())
        .faults(
            Plan.together(
                fullDisk(minority())
                    .every(ofSeconds(7))
                    .lasting(ofMillis(1500))
                    .after(ofSeconds(1)),
                failSync(minority())
                    .every(ofSeconds(7))
                    .lasting(ofMillis(1500))
                    .after(ofSeconds(4))))
        .time(ofSeconds(14));
  }
}
