package dev.ordeal.nemesis;

import dev.ordeal.history.History;
import dev.ordeal.history.Notation;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.internal.Forms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Nemesis ops at given times since the plan began: what a run met, to be met again.
 *
 * @param steps invocations by the nemesis, in the order of their times
 */
public record Script(List<Op> steps) implements Plan {
  /** What the nemesis does without doing anything to the cluster, and what the harness does. */
  private static final Set<String> LEFT_OUT = Set.of("heal", "watch", "unwatch", "hit");

  /** Refuses steps out of order. */
  public Script {
    steps = steps.stream().map(Script::step).toList();
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i).time() < steps.get(i - 1).time()) {
        throw new IllegalArgumentException(
            "a script goes back in time at " + Notation.print(steps.get(i)));
      }
    }
  }

  private static Op step(Op op) {
    return new Op(Op.UNPLACED, op.time(), Op.NEMESIS, Op.Type.INVOKE, op.f(), op.value(), null);
  }

  /**
   * What the nemesis did in a run, without what the harness did at its end. Whoever was aimed at by
   * role or by chance is named, so that the same nodes are hit.
   */
  static Script of(History history) {
    var steps = new ArrayList<Op>();
    history.stream()
        .filter(op -> op.isNemesis() && op.type() == Op.Type.INVOKE)
        .filter(op -> !LEFT_OUT.contains(op.f()))
        .forEach(op -> steps.add(onTheSame(op, history)));
    return new Script(steps);
  }

  private static Op onTheSame(Op op, History history) {
    int partner = history.partner(op.index());
    if (partner < 0
        || !(op.value() instanceof Map<?, ?> value)
        || !value.containsKey("targets")
        || !(history.get(partner).value() instanceof Map<?, ?> done)
        || !(done.get("nodes") instanceof List<?> nodes)
        || nodes.isEmpty()) {
      return op;
    }
    var named = new LinkedHashMap<String, @Nullable Object>();
    value.forEach((key, one) -> named.put(String.valueOf(key), one));
    named.put("targets", nodes.stream().map(String::valueOf).collect(Collectors.joining(",")));
    return op.withValue(named);
  }

  @Override
  public String text() {
    return steps.stream()
        .map(op -> "  " + Notation.print(op) + "\n")
        .collect(Collectors.joining("", "script [\n", "]"));
  }

  @Override
  public List<Fault> faults() {
    return steps.stream().flatMap(op -> Forms.fault(op).stream()).distinct().toList();
  }

  @Override
  public List<Trigger> triggers() {
    return List.of();
  }
}
