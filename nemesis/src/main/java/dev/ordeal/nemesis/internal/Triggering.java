package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.generator.Context;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.Notation;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Trigger.OnOps;
import dev.ordeal.nemesis.Triggered;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Waits until something happens, and goes on with a plan.
 *
 * <p>It says so by an op {@code watch}, which begins a watch in the nemesis and ends at once. What
 * the nemesis then sees comes back as an op {@code hit}; what clients do is seen here, and told by
 * an op {@code hit} too. So a history tells when what was waited for, and whether it came.
 *
 * @param plan the plan
 * @param place where it stands
 * @param turn how often it has come to its end before
 * @param stage how far it has come this time
 */
record Triggering(Triggered plan, Schedules.Place place, long turn, Stage stage)
    implements Generator {

  /** How far a triggered plan has come. */
  sealed interface Stage {

    /** Has not said yet what it waits for. */
    record New() implements Stage {}

    /** Waits; has seen some of the ops that it counts. */
    record Waiting(long seen) implements Stage {}

    /** What clients did is still to be told. */
    record Seen(Op op) implements Stage {}

    /** What clients did is being told; when it was done. */
    record Telling(long time) implements Stage {}

    /** Goes on at that time. */
    record Due(long time, @Nullable String node) implements Stage {}

    /** Does what it was to do. */
    record Active(Generator generator, @Nullable String node) implements Stage {}
  }

  static Generator of(Triggered plan, Schedules.Place place) {
    return new Triggering(plan, place, 0, new Stage.New());
  }

  private Triggering in(Stage next) {
    return new Triggering(plan, place, turn, next);
  }

  private String id() {
    return place.id(plan.trigger().words(), turn);
  }

  @Override
  public Next next(Context context) {
    if (stage instanceof Stage.New) {
      return tell(Marks.WATCH, watch(), new Stage.Waiting(0), context);
    } else if (stage instanceof Stage.Seen seen) {
      return tell(Marks.HIT, hit(seen.op()), new Stage.Telling(seen.op().time()), context);
    } else if (stage instanceof Stage.Due due) {
      return due.time() > context.time()
          ? new Pending(due.time(), this)
          : in(new Stage.Active(fresh(), due.node())).next(context);
    } else if (stage instanceof Stage.Active active) {
      return next(active, context);
    }
    return new Pending(Long.MAX_VALUE, this);
  }

  private Generator fresh() {
    return Schedules.of(plan.plan(), place.at(String.valueOf(turn + 1)));
  }

  private Next tell(String f, Map<String, Object> value, Stage next, Context context) {
    return context.free().contains(Op.NEMESIS)
        ? new Emit(Schedules.at(Op.invoke(f, value), context.time()), in(next))
        : new Pending(Long.MAX_VALUE, this);
  }

  private Map<String, Object> watch() {
    var value = new LinkedHashMap<String, Object>();
    value.put("id", id());
    value.put("when", plan.trigger().words());
    value.put("plan", plan.plan().text());
    return value;
  }

  private Map<String, Object> hit(Op op) {
    var value = new LinkedHashMap<String, Object>();
    value.put("id", id());
    value.put("saw", Notation.print(op));
    return value;
  }

  private Next next(Stage.Active active, Context context) {
    Next next = active.generator().next(context.salted(turn));
    if (next instanceof Emit emit) {
      return new Emit(named(emit.op(), active.node()), in(with(emit.rest(), active)));
    } else if (next instanceof Pending pending) {
      return new Pending(pending.wake(), in(with(pending.rest(), active)));
    }
    return plan.repeats()
        ? new Triggering(plan, place, turn + 1, new Stage.New()).next(context)
        : next;
  }

  private static Stage.Active with(Generator rest, Stage.Active active) {
    return new Stage.Active(rest, active.node());
  }

  /** Puts the node that was told in the place of {@code it}. */
  private static Op named(Op op, @Nullable String node) {
    if (node == null
        || !(op.value() instanceof Map<?, ?> value)
        || !"it".equals(value.get("targets"))) {
      return op;
    }
    var aimed = new LinkedHashMap<String, @Nullable Object>();
    value.forEach((key, one) -> aimed.put(String.valueOf(key), one));
    aimed.put("targets", node);
    return op.withValue(aimed);
  }

  @Override
  public Generator update(Context context, Op event) {
    if (stage instanceof Stage.Waiting waiting) {
      if (plan.trigger() instanceof OnOps ops) {
        return ops.matches(event) ? seen(waiting.seen() + 1, ops, event) : this;
      }
      return isMyHit(event) ? due(event.time(), node(event)) : this;
    } else if (stage instanceof Stage.Telling telling) {
      return isMyHit(event) ? due(telling.time(), null) : this;
    } else if (stage instanceof Stage.Active active) {
      Generator updated = active.generator().update(context.salted(turn), event);
      return updated == active.generator() ? this : in(with(updated, active));
    }
    return this;
  }

  private Triggering seen(long count, OnOps ops, Op event) {
    return in(count < ops.count() ? new Stage.Waiting(count) : new Stage.Seen(event));
  }

  private Triggering due(long time, @Nullable String node) {
    return in(new Stage.Due(time + plan.delay().toNanos(), node));
  }

  private boolean isMyHit(Op event) {
    return event.isNemesis()
        && event.type().completes()
        && event.f().equals(Marks.HIT)
        && event.value() instanceof Map<?, ?> value
        && id().equals(value.get("id"));
  }

  private static @Nullable String node(Op hit) {
    return hit.value() instanceof Map<?, ?> value && value.get("node") instanceof String node
        ? node
        : null;
  }
}
