package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.generator.Generator;
import dev.ordeal.harness.generator.Generators;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Cycle;
import dev.ordeal.nemesis.Phases;
import dev.ordeal.nemesis.Plan;
import dev.ordeal.nemesis.Script;
import dev.ordeal.nemesis.Sequence;
import dev.ordeal.nemesis.Swizzle;
import dev.ordeal.nemesis.Together;
import dev.ordeal.nemesis.Triggered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The generators of plans. */
public final class Schedules {

  private Schedules() {}

  /** What the nemesis does by this plan in a cluster of these nodes. */
  public static Generator of(Plan plan, List<String> nodes) {
    return of(plan, new Place(nodes, ""));
  }

  /**
   * Where a plan stands.
   *
   * @param nodes the names of the cluster's nodes
   * @param path from the whole plan to this part, so that no two injections get the same name
   */
  record Place(List<String> nodes, String path) {
    Place at(String part) {
      return new Place(nodes, path + part + ".");
    }

    /** The name of an injection. */
    String id(String words, long turn) {
      return words + " #" + path + (turn + 1);
    }
  }

  static Generator of(Plan plan, Place place) {
    if (plan instanceof Cycle cycle) {
      return Episodes.of(cycle, place);
    } else if (plan instanceof Together together) {
      return Generators.any(all(together.plans(), place));
    } else if (plan instanceof Sequence sequence) {
      return Generators.sequence(all(sequence.plans(), place));
    } else if (plan instanceof Phases phases) {
      return phases(phases, place);
    } else if (plan instanceof Triggered triggered) {
      return Triggering.of(triggered, place);
    } else if (plan instanceof Swizzle swizzle) {
      return Timetable.of(new SwizzleTable(swizzle, place));
    } else if (plan instanceof Script script) {
      return Timetable.of((n, seed) -> step(script, n));
    }
    throw new IllegalArgumentException("no schedule for " + plan);
  }

  private static Generator[] all(List<Plan> plans, Place place) {
    var all = new ArrayList<Generator>();
    for (Plan plan : plans) {
      all.add(of(plan, place.at(String.valueOf(all.size() + 1))));
    }
    return all.toArray(Generator[]::new);
  }

  private static Optional<Op> step(Script script, long n) {
    return n < script.steps().size() ? Optional.of(script.steps().get((int) n)) : Optional.empty();
  }

  private static Generator phases(Phases phases, Place place) {
    var parts = new ArrayList<Generator>();
    int number = 0;
    for (var phase : phases.phases()) {
      var value = new LinkedHashMap<String, Object>();
      value.put("name", phase.name());
      value.put("length", TimeText.of(phase.length()));
      parts.add(Generators.invoke(Marks.PHASE, value));
      var inner = of(phase.plan(), place.at(phase.name() + ++number));
      parts.add(Bounded.of(inner, phase.length(), heals(phase.plan())));
    }
    return Generators.sequence(parts.toArray(Generator[]::new));
  }

  private static Map<String, String> heals(Plan plan) {
    var heals = new LinkedHashMap<>(plan.kinds());
    heals.put(Marks.WATCH, Marks.UNWATCH);
    return heals;
  }

  /** A nemesis op that is due at this time, which may have passed. */
  static Op at(Op op, long time) {
    return op.withProcess(Op.NEMESIS).withTime(time);
  }

  static Duration since(long begun, long time) {
    return Duration.ofNanos(time - begun);
  }
}
