package dev.ordeal.results.run;

import dev.ordeal.results.run.Phase.Times;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Phases as plain data, times in nanoseconds, and back. */
final class PhaseJson {
  private static final String FIELD = "phases";

  private PhaseJson() {}

  static Map<String, @Nullable Object> plain(List<Phase> phases) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    for (Phase phase : phases) {
      var nodes = new LinkedHashMap<String, @Nullable Object>();
      phase.nodes().forEach((node, times) -> nodes.put(node, plain(times)));
      var of = plain(phase.all());
      of.put("nodes", nodes);
      json.put(phase.name(), of);
    }
    return json;
  }

  private static Map<String, @Nullable Object> plain(Times times) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("count", times.count());
    json.put("median_ns", times.median().toNanos());
    json.put("p99_ns", times.p99().toNanos());
    json.put("max_ns", times.max().toNanos());
    return json;
  }

  /** The phases of a conclusion; older ones have none. */
  static List<Phase> phases(Fields conclusion) {
    return conclusion.maybeObject(FIELD).isEmpty()
        ? List.of()
        : List.copyOf(conclusion.entries(FIELD, PhaseJson::phase).values());
  }

  private static Phase phase(Fields phases, String name) {
    Fields phase = phases.object(name);
    var nodes = phase.entries("nodes", (all, node) -> times(all.object(node)));
    return new Phase(name, times(phase), new TreeMap<>(nodes));
  }

  private static Times times(Fields fields) {
    return new Times(
        fields.number("count"),
        Duration.ofNanos(fields.number("median_ns")),
        Duration.ofNanos(fields.number("p99_ns")),
        Duration.ofNanos(fields.number("max_ns")));
  }
}
