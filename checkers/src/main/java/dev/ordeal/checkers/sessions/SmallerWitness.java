package dev.ordeal.checkers.sessions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Leaves out what a refutation does not need: halves, quarters, single units of operations, while
 * the rest is refuted still. A unit is a write with the reads of it, then a read alone.
 *
 * @see <a href="https://doi.org/10.1109/32.988498">Zeller and Hildebrandt, Simplifying and
 *     isolating failure-inducing input, 2002</a>
 */
final class SmallerWitness {
  /** Operations looked at in all attempts together. */
  private static final long WORK_MAX = 4_000_000;

  private final Predicate<Observed> isRefuted;
  private Observed witness;
  private long work;

  private SmallerWitness(Observed witness, Predicate<Observed> isRefuted) {
    this.witness = witness;
    this.isRefuted = isRefuted;
  }

  /** The least that was found of some operations that is refuted; they must be, themselves. */
  static Observed of(Observed witness, Predicate<Observed> isRefuted) {
    var smaller = new SmallerWitness(witness, isRefuted);
    int before;
    do {
      before = smaller.witness.operations();
      smaller.leaveOut(true);
      smaller.leaveOut(false);
    } while (smaller.witness.operations() < before && smaller.work < WORK_MAX);
    return smaller.witness;
  }

  private void leaveOut(boolean byVersion) {
    int chunk = Math.max(1, units(byVersion).size() / 2);
    while (work < WORK_MAX) {
      // Numbers of operations change with each success, so units are taken from the end.
      for (int end = units(byVersion).size(); end > 0 && work < WORK_MAX; end -= chunk) {
        var units = units(byVersion);
        attempt(units.subList(Math.max(0, end - chunk), end));
      }
      if (chunk == 1) {
        return;
      }
      chunk /= 2;
    }
  }

  private void attempt(List<List<Integer>> units) {
    Set<Integer> rest = new LinkedHashSet<>();
    for (int operation = 0; operation < witness.operations(); operation++) {
      rest.add(operation);
    }
    units.forEach(rest::removeAll);
    if (rest.isEmpty()) {
      return;
    }
    work += witness.operations();
    var smaller = witness.only(rest);
    if (smaller.impossible().isEmpty() && isRefuted.test(smaller)) {
      witness = smaller;
    }
  }

  /** What can be left out at once, in an order that leaving out from the end does not change. */
  private List<List<Integer>> units(boolean byVersion) {
    var units = new ArrayList<List<Integer>>();
    for (int i = 0; i < (byVersion ? witness.versions() : witness.operations()); i++) {
      units.add(new ArrayList<>());
    }
    for (int operation = 0; operation < witness.operations(); operation++) {
      int version = witness.version()[operation];
      if (!byVersion) {
        if (!witness.isWrite()[operation]) {
          units.get(operation).add(operation);
        }
      } else if (!witness.isInitial(version)) {
        units.get(version).add(operation);
      }
    }
    units.removeIf(List::isEmpty);
    units.sort(Comparator.comparing(unit -> unit.get(0)));
    return units;
  }
}
