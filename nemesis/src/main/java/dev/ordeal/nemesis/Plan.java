package dev.ordeal.nemesis;

import dev.ordeal.harness.FaultPlan;
import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.History;
import dev.ordeal.nemesis.internal.Mechanisms;
import dev.ordeal.nemesis.internal.PlanParser;
import dev.ordeal.nemesis.internal.Schedules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When which faults come and go: immutable data, which prints as a text and is read back from it.
 *
 * <p>A fault comes after a calm and then in every period, and is healed after it has lasted: {@code
 * Plan.of(pause(leader())).every(ofSeconds(3)).lasting(ofSeconds(1))}. Plans run {@link #together},
 * one {@link #then} the other, in {@link #phases} or {@link #when} something happens. Whatever a
 * plan leaves undone when the trial ends, or is interrupted, the harness heals.
 */
public sealed interface Plan extends FaultPlan
    permits Cycle, Swizzle, Phases, Triggered, Together, Sequence, Script {

  /** Longer than any trial. */
  Duration FOREVER = Duration.ofDays(365);

  /** This fault for 2 s of every 5 s, until the trial ends. */
  static Cycle of(Choice what) {
    var period = Duration.ofSeconds(5);
    return new Cycle(
        what, new Rhythm.Steady(period.dividedBy(2), Duration.ofSeconds(2), period, FOREVER));
  }

  /** No faults at all. */
  static Plan calm() {
    return Together.CALM;
  }

  /** These plans at the same time. */
  static Plan together(Plan... plans) {
    return plans.length == 1 ? plans[0] : new Together(List.of(plans));
  }

  /** Named spans of time, one after the other, each with a plan of its own. */
  static Phases phases(Phases.Phase... phases) {
    return new Phases(List.of(phases));
  }

  /**
   * A fault of one node on one node after the other, round and round: {@code
   * rolling(kill(all())).every(ofSeconds(5))} is a rolling restart.
   */
  static Cycle rolling(Fault fault) {
    return of(new Rolling(fault));
  }

  /** One node after the other is hit, and then they are healed in another order. */
  static Swizzle swizzle(Fault fault) {
    return new Swizzle(
        fault, Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10), FOREVER);
  }

  /** This plan, when something happens for the first time. */
  static Triggered when(Trigger trigger, Plan plan) {
    return new Triggered(trigger, Duration.ZERO, plan, false);
  }

  /** This plan each time something happens; what happens while it runs is passed over. */
  static Triggered whenever(Trigger trigger, Plan plan) {
    return new Triggered(trigger, Duration.ZERO, plan, true);
  }

  /** What the nemesis did in a run, op by op at the same times, on the same nodes. */
  static Script of(History history) {
    return Script.of(history);
  }

  /**
   * The plan that prints as this text. What {@link #text} leaves out may be left out here too.
   *
   * @throws IllegalArgumentException naming the place that cannot be read, and what is wanted there
   */
  static Plan parse(String text) {
    return PlanParser.parse(text);
  }

  /** This plan and, when it is through, that one. */
  default Plan then(Plan next) {
    var plans = new ArrayList<>(this instanceof Sequence sequence ? sequence.plans() : List.of());
    if (plans.isEmpty()) {
      plans.add(this);
    }
    plans.add(next);
    return new Sequence(plans);
  }

  /** Every fault in it. */
  List<Fault> faults();

  /** Everything that it waits for. */
  List<Trigger> triggers();

  @Override
  default Nemesis nemesis() {
    return Mechanisms.of(this);
  }

  /** For a cluster whose nodes nobody has named; see {@link #schedule(List)}. */
  @Override
  default Generator schedule() {
    return schedule(List.of());
  }

  @Override
  default Generator schedule(List<String> nodes) {
    return Schedules.of(this, nodes);
  }

  @Override
  default Map<String, String> kinds() {
    var kinds = new TreeMap<String, String>();
    faults().forEach(fault -> kinds.put(fault.inject(), fault.heal()));
    return kinds;
  }
}
