package dev.ordeal.systems.commit;

import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.partition;
import static dev.ordeal.nemesis.Fault.pause;
import static dev.ordeal.nemesis.Fault.powerLoss;
import static dev.ordeal.nemesis.Fault.skewClock;
import static dev.ordeal.nemesis.Fault.slow;
import static dev.ordeal.nemesis.Fault.slowSync;
import static dev.ordeal.nemesis.Fault.strobeClock;
import static dev.ordeal.nemesis.Targets.all;
import static dev.ordeal.nemesis.Targets.minority;
import static dev.ordeal.nemesis.Targets.named;
import static dev.ordeal.nemesis.Targets.one;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.client.Client;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.Plan;
import dev.ordeal.nemesis.Shape;
import dev.ordeal.nemesis.Trigger;
import dev.ordeal.workloads.Appends;
import dev.ordeal.workloads.Bank;
import dev.ordeal.workloads.Registers;
import dev.ordeal.workloads.TransactionClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What each kind of two-phase commit is tried with: the same for its tests and for sweeps. */
final class CommitTrials {
  /** The kinds that keep their promises. */
  static final List<String> SOUND = List.of("2pc-durable", "2pc-replicated");

  /** Longer than any pause: a request that a paused node holds is answered when it wakes up. */
  private static final Client.Connector CLIENT = TransactionClient.connector(ofSeconds(3));

  private static final String COORDINATOR = "n1";

  /** So many successes tell that it has come back, and is at work. */
  private static final int BUSY = 60;

  private CommitTrials() {}

  /** The workloads by name. */
  static Map<String, Function<Client.Connector, Workload>> workloads() {
    var workloads = new LinkedHashMap<String, Function<Client.Connector, Workload>>();
    workloads.put("bank", Bank::transfers);
    workloads.put("registers", Registers::atomic);
    workloads.put("appends", Appends::lists);
    return workloads;
  }

  /** No log: the coordinator is killed while, on slow links, much is between execute and decide. */
  static Trial forgetful(Trial trial) {
    return trial
        .workload(Appends.lists(CLIENT))
        .faults(
            Plan.together(
                slow(Shape.EVERYBODY, ofMillis(8)).once(ofSeconds(8)),
                Plan.whenever(
                    Trigger.ok(BUSY, "txn"), kill(named(COORDINATOR)).once(ofMillis(100)))))
        .time(ofSeconds(9));
  }

  /** No patience: what the coordinator says to one of the shards comes late, or it stands still. */
  static Trial impatient(Trial trial) {
    return trial
        .workload(Appends.lists(CLIENT))
        .faults(
            Plan.together(
                slow(Shape.pair(COORDINATOR, "n3"), ofMillis(130))
                    .every(ofMillis(2000))
                    .lasting(ofMillis(1000))
                    .after(ofMillis(300)),
                pause(named(COORDINATOR))
                    .every(ofMillis(2000))
                    .lasting(ofMillis(400))
                    .after(ofMillis(1500))))
        .time(ofSeconds(8));
  }

  /** No locks while in doubt: no fault needed. */
  static Trial unlocked(Trial trial) {
    return trial
        .workload(Registers.updates(CLIENT, ofMillis(1)))
        .concurrency(20)
        .time(ofSeconds(8));
  }

  /** Whatever is sound, under one fault after the other, with calm between, with this workload. */
  static Trial sound(Trial trial, String workload) {
    return trial
        .workload(workload(workload))
        .faults(
            Plan.together(
                pause(one()).every(ofMillis(6500)).lasting(ofMillis(800)).after(ofMillis(2000)),
                partition(Shape.RANDOM_HALVES)
                    .every(ofMillis(6500))
                    .lasting(ofMillis(1500))
                    .after(ofMillis(4000)),
                kill(one()).every(ofMillis(6500)).lasting(ofMillis(800)).after(ofMillis(6500))))
        .time(ofSeconds(12));
  }

  /**
   * Whatever is sound, on disks that lose power. In each period syncs are slow, and so is one node,
   * so that much is between its phases when single nodes lose what they had not synced, and then
   * all do. Some answers are cut off, so that decisions are told again.
   */
  static Trial onDisks(Trial trial, String workload) {
    return trial
        .workload(workload(workload))
        .faults(
            Plan.together(
                in(slowSync(all(), ofMillis(10)), 100, 1700),
                in(slow(Shape.ISOLATE_ONE, ofMillis(40)), 100, 1700),
                in(powerLoss(one()), 400, 40),
                in(powerLoss(one()), 800, 40),
                in(powerLoss(one()), 1200, 40),
                in(partition(Shape.ONE_WAY), 600, 150),
                in(partition(Shape.ONE_WAY), 1000, 150),
                in(powerLoss(all()), 1600, 40)))
        .time(ofSeconds(10));
  }

  /** Once in every period of 2.5 s, from so many milliseconds on, for so many. */
  private static Plan in(Fault fault, long from, long lasting) {
    return fault.every(ofMillis(2500)).lasting(ofMillis(lasting)).after(ofMillis(from));
  }

  /**
   * Whatever is sound, with one node far away: what it has a part in is in doubt for long, while
   * others stop, come back at once, and have their answers cut off. Of transfers too many would end
   * unseen to tell what became of them: this is for workloads whose reads tell.
   */
  static Trial farApart(Trial trial, String workload) {
    return trial
        .workload(workload(workload))
        .faults(
            Plan.together(
                slow(Shape.ISOLATE_ONE, ofMillis(50))
                    .every(ofMillis(1500))
                    .lasting(ofMillis(1300))
                    .after(ofMillis(300)),
                partition(Shape.ONE_WAY)
                    .every(ofMillis(900))
                    .lasting(ofMillis(400))
                    .after(ofMillis(600)),
                kill(one()).every(ofMillis(400)).lasting(ofMillis(40)).after(ofMillis(500))))
        .time(ofSeconds(10));
  }

  /** Nothing but that the first node, which may be the coordinator, is gone for some time. */
  static Trial withoutCoordinator(Trial trial, String workload) {
    return trial
        .workload(workload(workload))
        .faults(kill(named(COORDINATOR)).every(ofMillis(4000)).lasting(ofMillis(2000)))
        .time(ofSeconds(10));
  }

  /** Whatever is sound, under one of {@link #faults}; the workloads take turns. */
  static Trial alone(Trial trial, String plan) {
    var workloads = List.copyOf(workloads().keySet());
    int turn = List.copyOf(faults().keySet()).indexOf(plan) % workloads.size();
    return trial
        .workload(workload(workloads.get(turn)))
        .faults(Objects.requireNonNull(faults().get(plan)))
        .time(ofSeconds(10));
  }

  /** Each fault by itself, and all together, for the long trials. */
  static Map<String, Plan> faults() {
    var plans = new LinkedHashMap<String, Plan>();
    for (Shape shape :
        new Shape[] {
          Shape.ISOLATE_ONE,
          Shape.HALVES,
          Shape.RANDOM_HALVES,
          Shape.MAJORITIES_RING,
          Shape.RING_CUTS,
          Shape.BRIDGE,
          Shape.ONE_WAY,
          Shape.ONE_PAIR
        }) {
      plans.put(
          "partition " + shape.word(),
          partition(shape).every(ofMillis(3000)).lasting(ofMillis(1500)));
    }
    // Links are slow meanwhile, so that many transactions are between their phases.
    plans.put(
        "partition while links are slow",
        Plan.together(
            slow(Shape.EVERYBODY, ofMillis(15)).once(ofMillis(9000)).after(ofMillis(500)),
            partition(Shape.RANDOM_HALVES)
                .every(ofMillis(2200))
                .lasting(ofMillis(1400))
                .after(ofMillis(1000))));
    plans.put(
        "kill while links are slow",
        Plan.together(
            slow(Shape.EVERYBODY, ofMillis(15)).once(ofMillis(9000)).after(ofMillis(500)),
            kill(minority()).every(ofMillis(1500)).lasting(ofMillis(150)).after(ofMillis(1000)),
            kill(one()).every(ofMillis(1700)).lasting(ofMillis(700)).after(ofMillis(1050))));
    plans.put("kill one", kill(one()).every(ofMillis(2500)).lasting(ofMillis(800)));
    plans.put("kill minority", kill(minority()).every(ofMillis(4000)).lasting(ofMillis(1500)));
    plans.put("power", powerLoss(all()).every(ofMillis(4000)).lasting(ofMillis(500)));
    // Syncs take long meanwhile, so that there is something to lose.
    plans.put(
        "power while syncs are slow",
        Plan.together(
            slowSync(all(), ofMillis(30)).once(ofMillis(9000)).after(ofMillis(500)),
            powerLoss(one()).every(ofMillis(700)).lasting(ofMillis(60)).after(ofMillis(1200)),
            powerLoss(all()).every(ofMillis(2100)).lasting(ofMillis(60)).after(ofMillis(1500))));
    plans.put("pause", pause(minority()).every(ofMillis(3000)).lasting(ofMillis(1200)));
    plans.put(
        "slow",
        slow(Shape.RING_CUTS, ofMillis(50), ofMillis(45))
            .every(ofMillis(4000))
            .lasting(ofMillis(2500)));
    plans.put(
        "clocks",
        Plan.together(
            strobeClock(minority(), ofSeconds(5), ofMillis(100))
                .every(ofMillis(4000))
                .lasting(ofMillis(2000)),
            skewClock(one(), 1.5).every(ofMillis(5000)).lasting(ofMillis(2500))));
    plans.put(
        "mixed",
        Plan.together(
            pause(one()).every(ofMillis(3500)).lasting(ofMillis(800)),
            partition(Shape.ONE_WAY).every(ofMillis(5000)).lasting(ofMillis(1500)),
            slow(Shape.ONE_PAIR, ofMillis(100)).every(ofMillis(4500)).lasting(ofMillis(1500)),
            powerLoss(minority()).every(ofMillis(6000)).lasting(ofMillis(1000))));
    return plans;
  }

  /** A workload by name. */
  static Workload workload(String name) {
    var workload = workloads().get(name);
    if (workload == null) {
      throw new IllegalArgumentException("no workload " + name + ", only " + workloads().keySet());
    }
    return workload.apply(CLIENT);
  }
}
