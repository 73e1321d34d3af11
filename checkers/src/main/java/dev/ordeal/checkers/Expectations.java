package dev.ordeal.checkers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which functions must have succeeded when, lest a verdict be inconclusive: data, stored with a
 * run.
 *
 * <p>Unless told otherwise, a function that clients invoked must have been ok once, and one that
 * they invoked after everything was healed must have been ok there. Nothing is asked of the time of
 * a fault: a system may be unavailable by design then. Whose system is not says so: {@code
 * expects("read", DURING)}, or {@code during("kill")} if it stands crashes, not partitions.
 *
 * @param phases per function, the phases in which it must succeed beyond the default
 * @param exempt the functions that need not succeed at all
 */
public record Expectations(Map<String, List<Phase>> phases, Set<String> exempt) {
  private static final Expectations STANDARD = new Expectations(Map.of(), Set.of());

  /** Copies its parts, in their order. */
  public Expectations {
    var copy = new LinkedHashMap<String, List<Phase>>();
    phases.forEach((f, all) -> copy.put(f, List.copyOf(all)));
    phases = Collections.unmodifiableMap(copy);
    exempt = Collections.unmodifiableSet(new LinkedHashSet<>(exempt));
  }

  /** The default, and nothing beyond it. */
  public static Expectations standard() {
    return STANDARD;
  }

  /** These, and this function in these phases, too. */
  public Expectations expects(String f, Phase... more) {
    var all = new LinkedHashMap<>(phases);
    var ofThis = new LinkedHashSet<>(phases.getOrDefault(f, List.of()));
    ofThis.addAll(List.of(more));
    all.put(f, List.copyOf(ofThis));
    return new Expectations(all, exempt);
  }

  /** These, but nothing of this function: that it never succeeds says nothing. */
  public Expectations expectsNothingOf(String f) {
    var all = new LinkedHashMap<>(phases);
    all.remove(f);
    var more = new LinkedHashSet<>(exempt);
    more.add(f);
    return new Expectations(all, more);
  }
}
