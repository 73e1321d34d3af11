package dev.ordeal.results.report;

import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which faults were in force between two ops of a history, as its nemesis ops tell. */
final class FaultsInForce {
  private static final String HEAL_ALL = "heal";
  private static final int SHOWN = 3;
  private static final int VALUE_WIDTH = 30;

  private FaultsInForce() {}

  /** A fault from the op that reports it to the one that reports it healed, if any does. */
  private record Span(Op injected, long healedAt) {
    boolean lasts() {
      return healedAt == Long.MAX_VALUE;
    }
  }

  /** The faults that were in force at some time from the one op to the other; may be empty. */
  static String between(History history, Map<String, String> kinds, Op from, Op to) {
    List<Span> spans =
        spans(history, kinds, to.time()).stream()
            .filter(span -> span.healedAt >= from.time())
            .sorted(
                Comparator.comparing(Span::lasts)
                    .thenComparing(span -> span.injected.time())
                    .reversed())
            .toList();
    var texts = new ArrayList<String>();
    spans.stream().limit(SHOWN).forEach(span -> texts.add(text(span)));
    if (spans.size() > SHOWN) {
      texts.add("... " + (spans.size() - SHOWN) + " more");
    }
    return String.join(", ", texts);
  }

  private static String text(Span span) {
    String value = ValueText.of(done(span.injected.value()), VALUE_WIDTH);
    String since = Lines.seconds(span.injected.time());
    return ValueText.escape(span.injected.f(), VALUE_WIDTH)
        + (value.isEmpty() ? "" : " " + value)
        + (span.lasts()
            ? " (since " + since + ")"
            : " (" + since + " to " + Lines.seconds(span.healedAt) + ")");
  }

  /** What was done, without what the probe saw of it. */
  private static @Nullable Object done(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    var done = new LinkedHashMap<Object, @Nullable Object>(map);
    done.remove("bit");
    done.remove("probe");
    return done;
  }

  private static List<Span> spans(History history, Map<String, String> kinds, long until) {
    var open = new ArrayList<Op>();
    var spans = new ArrayList<Span>();
    for (Op op : history) {
      if (op.time() > until) {
        break;
      }
      if (!op.isNemesis() || !op.type().completes() || failed(op)) {
        continue;
      }
      if (kinds.containsKey(op.f())) {
        open.add(op);
      } else {
        open.removeIf(
            fault -> {
              boolean healed = op.f().equals(HEAL_ALL) || heals(history, op, fault, kinds);
              return healed && spans.add(new Span(fault, op.time()));
            });
      }
    }
    open.forEach(fault -> spans.add(new Span(fault, Long.MAX_VALUE)));
    return spans;
  }

  /** A heal takes back the injection of its id; all of its kind if it has none. */
  private static boolean heals(History history, Op heal, Op fault, Map<String, String> kinds) {
    Object id = id(history, heal);
    return heal.f().equals(kinds.get(fault.f())) && (id == null || id.equals(id(history, fault)));
  }

  private static @Nullable Object id(History history, Op completion) {
    return history.get(history.partner(completion.index())).value() instanceof Map<?, ?> value
        ? value.get("id")
        : null;
  }

  private static boolean failed(Op op) {
    return op.value() instanceof Map<?, ?> map && map.containsKey("failed");
  }
}
