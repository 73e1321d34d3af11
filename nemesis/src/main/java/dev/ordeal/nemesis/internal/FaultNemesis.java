package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One kind of fault. Remembers each injection by the {@code id} of its op, until it is healed: by a
 * heal of that id, or by one without, which means all of this kind.
 */
final class FaultNemesis implements Nemesis {
  private final String inject;
  private final String heal;
  private final Mechanism mechanism;
  private final Map<Object, Injection> inForce = new LinkedHashMap<>();
  private long nameless;

  FaultNemesis(String inject, String heal, Mechanism mechanism) {
    this.inject = inject;
    this.heal = heal;
    this.mechanism = mechanism;
  }

  /** What was injected, and the way back. */
  private record Injection(@Nullable Object id, Undo undo, Map<String, Object> done) {

    /** Then it comes again under the same name, and there is nothing to heal but that. */
    boolean hitNobody() {
      return List.of().equals(done.get("nodes"));
    }
  }

  @Override
  public Set<String> fs() {
    return Set.of(inject, heal);
  }

  /** As {@link Mechanism#requireSupport}, for one fault of this kind. */
  void requireSupport(Fault fault, Cluster cluster) {
    mechanism.requireSupport(new Aim(fault.aim()), cluster);
  }

  @Override
  public @Nullable Object invoke(Op op, Cluster cluster) throws Exception {
    return op.f().equals(heal) ? undo(chosen(op)) : inject(Aim.of(op), cluster).value();
  }

  private Effect inject(Aim aim, Cluster cluster) throws Exception {
    var id = aim.id();
    var undo = new Undo();
    var done = new LinkedHashMap<String, Object>();
    // A name that is in force already is not given up: nothing would heal what it stands for.
    var before = id == null ? null : inForce.get(id);
    boolean isNameless = id == null || before != null && !before.hitNobody();
    inForce.put(isNameless ? ++nameless : id, new Injection(id, undo, done));
    Effect effect = mechanism.inject(aim, cluster, undo);
    done.putAll(effect.done());
    return effect;
  }

  private List<Object> chosen(Op op) {
    Object id = op.value() instanceof Map<?, ?> value ? value.get("id") : null;
    return id == null
        ? List.copyOf(inForce.keySet())
        : inForce.containsKey(id) ? List.of(id) : List.of();
  }

  /** Takes these back, the last first; answers the nodes that they had hit, if any. */
  private @Nullable Object undo(List<Object> ids) throws Exception {
    var nodes = new ArrayList<>();
    boolean ofNodes = false;
    var healed = new ArrayList<Injection>();
    for (Object id : ids) {
      var injection = inForce.get(id);
      if (injection != null) {
        healed.add(0, injection);
        ofNodes |= injection.done().containsKey("nodes");
        if (injection.done().get("nodes") instanceof List<?> hit) {
          hit.stream().filter(node -> !nodes.contains(node)).forEach(nodes::add);
        }
      }
    }
    Attempts.each(
        healed,
        injection -> {
          injection.undo().run();
          inForce.values().remove(injection);
        });
    var told = new LinkedHashMap<String, Object>();
    if (ofNodes) {
      told.put("nodes", nodes.stream().map(String::valueOf).sorted().toList());
    }
    told.putAll(bites(healed));
    for (var injection : healed) {
      injection
          .undo()
          .notes()
          .forEach((key, words) -> told.merge(key, words, (one, other) -> one + "; " + other));
    }
    return told.isEmpty() ? null : told;
  }

  /**
   * What is known only now: whether each of them bit, if there is one of which it was not known.
   */
  private static Map<String, Object> bites(List<Injection> healed) {
    var bites = healed.stream().flatMap(one -> one.undo().bites().stream()).toList();
    return bites.isEmpty() ? Map.of() : new Effect(Map.of(), Bite.all(bites)).value();
  }

  @Override
  public void heal(Cluster cluster) throws Exception {
    undo(List.copyOf(inForce.keySet()));
  }

  /** Those of which nobody knew before whether they bit say it now, each for itself. */
  @Override
  public @Nullable Object healAndTell(Cluster cluster) throws Exception {
    var late = List.copyOf(inForce.values());
    heal(cluster);
    var told = new ArrayList<Object>();
    for (var injection : late) {
      var bites = bites(List.of(injection));
      if (!bites.isEmpty()) {
        var one = new LinkedHashMap<String, Object>();
        one.put("f", inject);
        if (injection.id() != null) {
          one.put("id", injection.id());
        }
        one.putAll(bites);
        told.add(one);
      }
    }
    return told.isEmpty() ? null : Map.of("healed", told);
  }
}
