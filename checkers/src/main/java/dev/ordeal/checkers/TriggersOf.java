package dev.ordeal.checkers;

import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a plan of faults waited for, and whether it happened, as the ops of the nemesis tell: each
 * {@code watch} says {@code when} and which {@code plan}, each {@code hit} of the same {@code id}
 * that it did.
 */
public final class TriggersOf {

  private static final String WATCH = "watch";
  private static final String HIT = "hit";

  private TriggersOf() {}

  /**
   * Something that was waited for.
   *
   * @param when what, in the words of the plan
   * @param plan what was to be done then
   * @param watched how often it was waited for
   * @param hits when it happened, in nanoseconds since the trial began
   */
  public record Trigger(String when, String plan, int watched, List<Long> hits) {

    /** Copies its hits. */
    public Trigger {
      hits = List.copyOf(hits);
    }
  }

  /**
   * Whether the nemesis did something there: that it watches for something, and that this came,
   * harms nobody.
   */
  public static boolean isFault(History history, int at) {
    return history.process(at) == Op.NEMESIS
        && history.type(at) == Op.Type.INFO
        && !isTrigger(history.f(at));
  }

  /** Whether the nemesis only says by this that it waits for something, or that it came. */
  public static boolean isTrigger(String f) {
    return f.equals(WATCH) || f.equals(HIT);
  }

  /** What was waited for in a trial, in the order in which that began. */
  public static List<Trigger> history(History history) {
    var watches = new LinkedHashMap<List<String>, Set<String>>();
    var hits = new LinkedHashMap<String, Long>();
    for (int at = 0; at < history.size(); at++) {
      if (history.process(at) != Op.NEMESIS || !history.type(at).completes()) {
        continue;
      }
      String f = history.f(at);
      if (f.equals(WATCH)) {
        Op op = history.get(at);
        var what = List.of(text(op, "when"), text(op, "plan"));
        watches.computeIfAbsent(what, none -> new LinkedHashSet<>()).add(text(op, "id"));
      } else if (f.equals(HIT)) {
        hits.putIfAbsent(text(history.get(at), "id"), history.time(at));
      }
    }
    var triggers = new ArrayList<Trigger>();
    watches.forEach(
        (what, ids) -> {
          var times = new ArrayList<Long>();
          ids.stream().filter(hits::containsKey).forEach(id -> times.add(hits.get(id)));
          triggers.add(new Trigger(what.get(0), what.get(1), ids.size(), times));
        });
    return triggers;
  }

  /** A sentence for each that never happened. */
  static List<String> gaps(History history) {
    return history(history).stream()
        .filter(trigger -> trigger.hits().isEmpty())
        .map(
            trigger ->
                "What the plan waited for never happened: "
                    + trigger.when()
                    + "; so this was not done: "
                    + trigger.plan()
                    + ".")
        .toList();
  }

  private static String text(Op op, String key) {
    @Nullable Object value = op.value() instanceof Map<?, ?> map ? map.get(key) : null;
    return String.valueOf(value);
  }
}
