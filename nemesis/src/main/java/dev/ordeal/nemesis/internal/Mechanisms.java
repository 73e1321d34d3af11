package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.Targets;
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

  private final List<Targets> targets;

  private Mechanisms(List<Nemesis> all, Set<String> wanted, List<Targets> targets) {
    this.targets = targets;
    for (Nemesis mechanism : all) {
      mechanism.fs().stream().filter(wanted::contains).forEach(f -> byF.put(f, mechanism));
    }
  }

  /** Fresh mechanisms for these faults. */
  public static Mechanisms of(List<Fault> faults) {
    var all = Kinds.nemeses();
    var wanted = new LinkedHashSet<String>();
    var targets = new ArrayList<Targets>();
    for (Fault fault : faults) {
      wanted.add(fault.inject());
      wanted.add(fault.heal());
      String word = fault.aim().get("targets");
      if (word != null) {
        targets.add(Targets.of(word));
      }
    }
    return new Mechanisms(all, wanted, targets);
  }

  @Override
  public Set<String> fs() {
    return Set.copyOf(byF.keySet());
  }

  @Override
  public void requireSupport(Cluster cluster) {
    distinct().forEach(mechanism -> mechanism.requireSupport(cluster));
    targets.forEach(target -> target.requireSupport(cluster));
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

  private Set<Nemesis> distinct() {
    return new LinkedHashSet<>(byF.values());
  }
}
