package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.Signals;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.Phases;
import dev.ordeal.nemesis.Plan;
import dev.ordeal.nemesis.Script;
import dev.ordeal.nemesis.Sequence;
import dev.ordeal.nemesis.Targets;
import dev.ordeal.nemesis.Together;
import dev.ordeal.nemesis.Triggered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One nemesis for all functions: each op goes to the mechanism that answers to it. */
public final class Mechanisms implements Nemesis {
  private final Map<String, Nemesis> byF = new LinkedHashMap<>();
  private final Set<Fault> faults;

  private Mechanisms(List<Nemesis> all, Set<String> wanted, Set<Fault> faults) {
    this.faults = faults;
    for (Nemesis mechanism : all) {
      mechanism.fs().stream().filter(wanted::contains).forEach(f -> byF.put(f, mechanism));
    }
  }

  /** Fresh mechanisms for the faults of a plan, and what watches and marks for it. */
  public static Mechanisms of(Plan plan) {
    var all = new ArrayList<>(Kinds.nemeses());
    var wanted = new LinkedHashSet<String>();
    if (tells(plan)) {
      for (var own : List.of(new Watches(plan.triggers()), new Marks())) {
        all.add(own);
        wanted.addAll(own.fs());
      }
    }
    var faults = new LinkedHashSet<>(plan.faults());
    for (Fault fault : faults) {
      wanted.add(fault.inject());
      wanted.add(fault.heal());
    }
    return new Mechanisms(all, wanted, faults);
  }

  /** Whether it tells, by ops of its own, how far it has come. */
  private static boolean tells(Plan plan) {
    if (plan instanceof Together together) {
      return together.plans().stream().anyMatch(Mechanisms::tells);
    } else if (plan instanceof Sequence sequence) {
      return sequence.plans().stream().anyMatch(Mechanisms::tells);
    }
    return plan instanceof Phases || plan instanceof Triggered || plan instanceof Script;
  }

  @Override
  public void connect(Signals signals) {
    distinct().forEach(mechanism -> mechanism.connect(signals));
  }

  @Override
  public Set<String> fs() {
    return Set.copyOf(byF.keySet());
  }

  @Override
  public void requireSupport(Cluster cluster) {
    distinct().forEach(mechanism -> mechanism.requireSupport(cluster));
    for (Fault fault : faults) {
      if (byF.get(fault.inject()) instanceof FaultNemesis kind) {
        kind.requireSupport(fault, cluster);
      }
      String word = fault.aim().get("targets");
      if (word != null) {
        Targets.of(word).requireSupport(cluster);
      }
    }
  }

  @Override
  public @Nullable Object invoke(Op op, Cluster cluster) throws Exception {
    Nemesis mechanism = byF.get(op.f());
    if (mechanism == null) {
      throw new IllegalArgumentException("no fault answers to " + op.f() + ", only " + fs());
    }
    return mechanism.invoke(op, cluster);
  }

  /** Heals with every mechanism, even if one fails; then the first failure is thrown. */
  @Override
  public void heal(Cluster cluster) throws Exception {
    Attempts.each(distinct(), mechanism -> mechanism.heal(cluster));
  }

  @Override
  public @Nullable Object healAndTell(Cluster cluster) throws Exception {
    var healed = new ArrayList<Object>();
    Attempts.each(
        distinct(),
        mechanism -> {
          if (mechanism.healAndTell(cluster) instanceof Map<?, ?> told
              && told.get("healed") instanceof List<?> each) {
            healed.addAll(each);
          }
        });
    return healed.isEmpty() ? null : Map.of("healed", healed);
  }

  private Set<Nemesis> distinct() {
    return new LinkedHashSet<>(byF.values());
  }
}
