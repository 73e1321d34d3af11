package dev.ordeal.systems.ring;

import static dev.ordeal.nemesis.Fault.bumpClock;
import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.leave;
import static dev.ordeal.nemesis.Fault.partition;
import static dev.ordeal.nemesis.Fault.pause;
import static dev.ordeal.nemesis.Fault.powerLoss;
import static dev.ordeal.nemesis.Fault.replace;
import static dev.ordeal.nemesis.Fault.skewClock;
import static dev.ordeal.nemesis.Fault.slow;
import static dev.ordeal.nemesis.Fault.slowSync;
import static dev.ordeal.nemesis.Fault.tornWrite;
import static dev.ordeal.nemesis.Targets.all;
import static dev.ordeal.nemesis.Targets.minority;
import static dev.ordeal.nemesis.Targets.named;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What each ring is tried with, in whichever world: the same for its tests and for sweeps. */
public final class RingTrials {
  private static final Duration PERIOD = ofSeconds(6);

  private static final List<Shape> SHAPES =
      List.of(
          Shape.ISOLATE_ONE,
          Shape.RANDOM_HALVES,
          Shape.MINORITY_THIRD,
          Shape.MAJORITIES_RING,
          Shape.RING_CUTS,
          Shape.BRIDGE,
          Shape.ONE_WAY,
          Shape.ONE_PAIR,
          Shape.CLIENTS,
          Shape.EVERYBODY);

  /** A ring of which who was away learns by being refused, long before by gossip. */
  public static final Map<String, String> SELDOM_GOSSIP = Map.of("gossip-ms", "2000");

  /** So many clients that some go on where others wait for slow links. */
  private static final int MANY = 40;

  private RingTrials() {}

  /** A backend whose ring changes its members. */
  public static Backend changing(Backend backend) {
    return backend.membership(RingMembership::new);
  }

  /**
   * The same in virtual time, with clients that work while the members change. Not for a fault that
   * replaces nodes: who may be erased must be waited for.
   */
  public static Backend changingMeanwhile(Backend simulated) {
    return simulated.membership(RingMembership::hasty);
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
  public static Trial longWays(Trial trial) {
    return trial
        .workload(stores().writes(0.25).linearizable())
        .faults(
            slow(Shape.MAJORITIES_RING, ofMillis(200))
                .every(ofSeconds(4))
                .lasting(ofMillis(3500))
                .after(ofMillis(500)))
        .concurrency(MANY)
        .time(ofSeconds(16))
        .recovery(ofSeconds(40));
  }

  /**
   * The sound one, under all of it: in each period long ways, a partition that cuts what is on its
   * way there, a member that leaves right when another comes back and knows little, one that
   * sleeps, and two that crash while the first comes back.
   */
  public static Trial atomic(Trial trial) {
    return sound(trial, ofSeconds(13))
        .faults(
            Plan.together(
                in(slow(Shape.MAJORITIES_RING, ofMillis(200)), 200, 2_000),
                in(partition(Shape.RANDOM_HALVES), 1_500, 800),
                in(kill(one()), 2_000, 980),
                in(leave(one()), 3_000, 1_800),
                in(pause(one()), 4_000, 600),
                in(kill(minority()), 5_000, 700)));
  }

  /**
   * The sound one while members change behind the back of others. First a node that has left, and
   * then hears nothing, misses that two more leave and that all others crash, and asks those two
   * for their keys. Later a node is let go by those whom it does not hear, and goes on with another
   * one that knows no better. Then one leaves right when the first of all comes back. For virtual
   * time only: elsewhere the nemesis would wait for changes that cannot be made yet.
   */
  public static Trial comings(Trial trial) {
    return sound(trial, ofSeconds(13))
        .faults(
            Plan.together(
                once(leave(named("n3")), 300, 4_500),
                once(partition(Shape.apart("n3")), 900, 2_400),
                once(leave(named("n1", "n2")), 1_200, 3_300),
                once(partition(Shape.HALVES), 1_900, 1_000),
                once(kill(named("n1", "n2", "n4", "n5")), 2_200, 300),
                once(partition(Shape.HALVES), 5_500, 2_000),
                once(leave(named("n1")), 6_000, 2_300),
                once(kill(named("n1")), 8_700, 1_300),
                once(leave(named("n4")), 10_020, 1_800),
                once(kill(named("n1")), 10_700, 1_100)));
  }

  /**
   * The sound one while proposers are cut off from answers again and again, and what they proposed
   * is long overwritten when they can ask what became of it: syncs are slow, so that many wait.
   */
  public static Trial retries(Trial trial) {
    return trial
        .workload(stores().cas(0.2).hot(8).pace(1_000, 100).linearizable())
        .concurrency(2 * MANY)
        .time(ofSeconds(13))
        .recovery(ofSeconds(40))
        .faults(
            Plan.together(
                once(slowSync(all(), ofMillis(20)), 200, 12_500),
                partition(Shape.RANDOM_HALVES)
                    .every(ofMillis(600))
                    .lasting(ofMillis(300))
                    .after(ofMillis(500))));
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

  /** What the sound one must stand alone, in any world. */
  public static List<Plan> alone() {
    var plans = new ArrayList<Plan>();
    for (Shape shape : SHAPES) {
      plans.add(often(partition(shape)));
    }
    plans.add(often(slow(Shape.MAJORITIES_RING, ofMillis(150))));
    plans.add(often(kill(minority())));
    plans.add(often(kill(all())));
    plans.add(often(pause(minority())));
    plans.add(often(leave(one())));
    return plans;
  }

  /** What it must stand alone where clocks lie, disks lose power and nodes are replaced. */
  public static List<Plan> aloneWhereAllCanBe() {
    var plans = new ArrayList<>(alone());
    plans.add(often(powerLoss(all())));
    plans.add(often(bumpClock(minority(), ofSeconds(5))));
    plans.add(often(skewClock(all(), 1.5)));
    plans.add(often(replace(one())));
    return plans;
  }

  /** The sound one under one of these. */
  public static Trial atomic(Trial trial, Plan plan) {
    return sound(trial, ofSeconds(13)).faults(plan);
  }

  private static Plan often(Fault fault) {
    return fault.every(ofSeconds(4)).lasting(ofSeconds(2)).after(ofSeconds(1));
  }

  private static Trial sound(Trial trial, Duration time) {
    return trial
        .workload(stores().cas(0.2).linearizable())
        .concurrency(MANY)
        .time(time)
        .recovery(ofSeconds(40));
  }

  /** Once, from so many milliseconds on, for so many. */
  private static Plan once(Fault fault, long from, long lasting) {
    return fault.once(ofMillis(lasting)).after(ofMillis(from));
  }

  /** Once in every period of 6 s, from so many milliseconds on, for so many. */
  private static Plan in(Fault fault, long from, long lasting) {
    return fault.every(PERIOD).lasting(ofMillis(lasting)).after(ofMillis(from));
  }
}
