package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.generator.Context;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A generator for exactly so long: then, what it has injected and not healed is healed, each by its
 * name.
 *
 * @param generator what goes on until then
 * @param nanos how long
 * @param end when, in nanoseconds since the trial began; negative before it was first asked
 * @param heals for each function that injects, the one that heals
 * @param open for the name of what is to be healed, the function that heals it
 */
record Bounded(
    Generator generator, long nanos, long end, Map<String, String> heals, Map<Object, String> open)
    implements Generator {

  static Generator of(Generator generator, Duration length, Map<String, String> heals) {
    return new Bounded(generator, length.toNanos(), -1, heals, Map.of());
  }

  @Override
  public Next next(Context context) {
    long until = end < 0 ? context.time() + nanos : end;
    if (context.time() >= until) {
      return over(context, until);
    }
    Next next = generator.next(context);
    if (next instanceof Emit emit && emit.op().time() < until) {
      return new Emit(emit.op(), new Bounded(emit.rest(), nanos, until, heals, after(emit.op())));
    }
    return next instanceof Pending pending
        ? new Pending(Math.min(pending.wake(), until), with(pending.rest(), until))
        : new Pending(until, with(generator, until));
  }

  private Bounded with(Generator changed, long until) {
    return new Bounded(changed, nanos, until, heals, open);
  }

  private Next over(Context context, long until) {
    if (!context.free().contains(Op.NEMESIS)) {
      return new Pending(Long.MAX_VALUE, with(generator, until));
    }
    if (open.isEmpty()) {
      return new Exhausted();
    }
    var first = open.entrySet().iterator().next();
    var left = new LinkedHashMap<>(open);
    left.remove(first.getKey());
    var heal = Op.invoke(first.getValue(), Map.of("id", first.getKey()));
    return new Emit(
        Schedules.at(heal, context.time()), new Bounded(generator, nanos, until, heals, left));
  }

  private Map<Object, String> after(Op op) {
    Object id = id(op);
    String heal = heals.get(op.f());
    if (id == null || heal == null && !open.containsKey(id)) {
      return open;
    }
    var changed = new LinkedHashMap<>(open);
    if (heal != null) {
      changed.put(id, heal);
    } else {
      changed.remove(id);
    }
    return changed;
  }

  @Override
  public Generator update(Context context, Op event) {
    Generator updated = generator.update(context, event);
    Object id = id(event);
    boolean isHit = event.isNemesis() && event.f().equals(Marks.HIT) && open.containsKey(id);
    if (!isHit) {
      return updated == generator ? this : new Bounded(updated, nanos, end, heals, open);
    }
    var left = new LinkedHashMap<>(open);
    left.remove(id);
    return new Bounded(updated, nanos, end, heals, left);
  }

  private static @Nullable Object id(Op op) {
    return op.value() instanceof Map<?, ?> value ? value.get("id") : null;
  }
}
