package dev.ordeal.results.report;

import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an op of the nemesis did, in the words of the plan: {@code n1 n2 | n3}, not as a map. */
final class FaultText {
  private static final String BIT = "bit";
  private static final String PROBE = "probe";
  private static final Set<?> UNTOLD = Set.of(BIT, PROBE, "draw");
  private static final String NODES = "nodes";
  private static final String HEALED = "healed";

  /** Less of what the probe saw says nothing. */
  private static final int LEAST_SEEN = 20;

  private FaultText() {}

  /** Whom it hit and how, and, as far as there is room, what the probe saw of it. */
  static String of(Op op, int width) {
    String done = done(op, width);
    String seen = seen(op);
    int room = width - done.length() - (done.isEmpty() ? 2 : 3);
    if (seen.isEmpty() || room < Math.min(LEAST_SEEN, seen.length())) {
      return done;
    }
    String shown = seen.length() <= room ? seen : seen.substring(0, room - 3) + "...";
    return done + (done.isEmpty() ? "(" : " (") + shown + ")";
  }

  /** Whom it hit and how. */
  static String done(Op op, int width) {
    if (!(op.value() instanceof Map<?, ?> map)) {
      return word(op.value(), width);
    }
    var parts = new ArrayList<String>();
    map.forEach(
        (name, value) -> {
          if (!UNTOLD.contains(name)) {
            parts.add(part(String.valueOf(name), value, width));
          }
        });
    return ValueText.cut(String.join(" ", parts), width);
  }

  private static String part(String name, @Nullable Object value, int width) {
    if (value instanceof Map<?, ?> grudge) {
      return shape(ValueText.escape(name, width), sides(grudge), width);
    }
    if (value instanceof List<?> list && name.equals(NODES)) {
      return list.stream().map(node -> word(node, width)).collect(Collectors.joining(" "));
    }
    if (value instanceof List<?> list && name.equals(HEALED)) {
      return list.stream().map(one -> word(healed(one), width)).collect(Collectors.joining(", "));
    }
    return ValueText.escape(name, width) + " " + word(value, width);
  }

  private static @Nullable Object healed(@Nullable Object one) {
    return one instanceof Map<?, ?> map && map.get("id") != null ? map.get("id") : one;
  }

  private static String shape(String name, List<String> sides, int width) {
    String told = ValueText.escape(String.join(" | ", sides), width);
    boolean isSaid = sides.isEmpty() || String.join("|", sides).equals(name);
    return isSaid ? name : name + " (" + told + ")";
  }

  /** The two sides, if nobody of the one hears anybody of the other; else none. */
  private static List<String> sides(Map<?, ?> grudge) {
    Map<Set<String>, Set<String>> deafTo = new LinkedHashMap<>();
    grudge.forEach(
        (node, others) -> {
          Set<String> unheard = new LinkedHashSet<>();
          if (others instanceof List<?> list) {
            list.forEach(other -> unheard.add(String.valueOf(other)));
          }
          deafTo.computeIfAbsent(unheard, none -> new LinkedHashSet<>()).add(String.valueOf(node));
        });
    List<Set<String>> sides = List.copyOf(deafTo.values());
    boolean areTwo =
        sides.size() == 2
            && sides.get(0).equals(unheard(deafTo, 1))
            && sides.get(1).equals(unheard(deafTo, 0));
    return areTwo ? sides.stream().map(side -> String.join(" ", side)).toList() : List.of();
  }

  private static Set<String> unheard(Map<Set<String>, Set<String>> deafTo, int side) {
    return List.copyOf(deafTo.keySet()).get(side);
  }

  private static String word(@Nullable Object value, int width) {
    return value instanceof String text
        ? ValueText.escape(text, width)
        : ValueText.of(value, width);
  }

  private static String seen(Op op) {
    Object probe = op.value() instanceof Map<?, ?> map ? map.get(PROBE) : null;
    String seen = probe instanceof String text ? ValueText.escape(text, Screen.COLUMNS * 2) : "";
    return Boolean.FALSE.equals(bit(op)) && !seen.isEmpty() ? "not seen to bite: " + seen : seen;
  }

  /** Whether it was seen to bite, as far as the op says. */
  static @Nullable Object bit(Op op) {
    return op.value() instanceof Map<?, ?> map ? map.get(BIT) : null;
  }
}
