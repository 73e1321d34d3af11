package dev.ordeal.checkers.sessions;

import java.util.Arrays;
import java.util.Optional;

/**
 * Guesses the order of each key's versions from when things were seen, and looks whether it works
 * out: near-linear, and right for whatever is linearizable.
 *
 * <p>Gibbons and Korach put a write and the reads of it into a zone, from the first end of one of
 * them to the last beginning. Zones that run forward must not overlap and are in order of time; one
 * that runs backward can be placed at any moment of it outside those. With the order of versions
 * fixed, an order of all operations exists if and only if the order of sessions, reads after their
 * writes, versions in their order, and reads before the next version make no cycle.
 *
 * @see <a href="https://doi.org/10.1137/S0097539794279614">Gibbons and Korach, Testing shared
 *     memories, 1997</a>
 */
final class RealTimeGuess {
  private final Program program;
  private final Observed observed;

  /** Per version the moment it is sorted by, in places of the history. */
  private final int[] moment;

  /** Per key and rank the version; the versions of a key begin at its initial one's number. */
  private final int[] byRank;

  RealTimeGuess(Program program) {
    this.program = program;
    this.observed = program.observed;
    this.moment = new int[observed.versions()];
    this.byRank = new int[observed.versions()];
    for (int key = 0; key < observed.keys(); key++) {
      int base = observed.versionBase()[key];
      long[] sorted = sorted(key);
      for (int i = 0; i < sorted.length; i++) {
        byRank[base + i] = (int) sorted[i];
        moment[(int) sorted[i]] = (int) (sorted[i] >>> 32);
      }
    }
  }

  /** Per version a moment of the history at which it may have been written; only a hint. */
  int[] moments() {
    return moment;
  }

  /** An order of all operations under the order of versions that was guessed, if there is one. */
  Optional<int[]> order() {
    var graph = program.graph();
    for (int key = 0; key < observed.keys(); key++) {
      chain(graph, observed.versionBase()[key], observed.versionBase()[key + 1]);
    }
    int[] order = program.sorted(graph);
    return order.length == program.size ? Optional.of(order) : Optional.empty();
  }

  private void chain(Digraph graph, int from, int to) {
    int before = byRank[from];
    for (int i = from + 1; i < to; i++) {
      int writer = observed.writer()[byRank[i]];
      if (!program.isPlaced[writer]) {
        continue;
      }
      if (!observed.isInitial(before)) {
        graph.add(observed.writer()[before], writer, Program.WRITE_ORDER);
      }
      for (int at = program.readBase[before]; at < program.readBase[before + 1]; at++) {
        graph.add(program.reads[at], writer, Program.BEFORE_OVERWRITE);
      }
      before = byRank[i];
    }
  }

  /** The versions of a key, each below a moment that they are sorted by; the initial one first. */
  private long[] sorted(int key) {
    int base = observed.versionBase()[key];
    int count = observed.versionBase()[key + 1] - base;
    long[] forward = new long[count];
    int[] from = new int[count];
    int[] to = new int[count];
    int forwards = 0;
    for (int i = 1; i < count; i++) {
      zone(base + i, i, from, to);
      if (from[i] < to[i]) {
        forward[forwards++] = (long) from[i] << 32 | i;
      }
    }
    Arrays.sort(forward, 0, forwards);
    long[] sorted = new long[count];
    sorted[0] = base;
    for (int i = 1; i < count; i++) {
      int moment = from[i];
      if (from[i] >= to[i]) {
        int below = Arrays.binarySearch(forward, 0, forwards, (long) to[i] << 32);
        int around = below < 0 ? -below - 2 : below;
        moment = around < 0 ? to[i] : Math.max(to[i], to[(int) forward[around]]);
      }
      sorted[i] = (long) moment + 1 << 32 | base + i;
    }
    Arrays.sort(sorted);
    return sorted;
  }

  /** From the first end to the last beginning of a version's write and reads. */
  private void zone(int version, int i, int[] from, int[] to) {
    int first = end(observed.writer()[version]);
    int last = observed.invocation()[observed.writer()[version]];
    for (int at = program.readBase[version]; at < program.readBase[version + 1]; at++) {
      first = Math.min(first, end(program.reads[at]));
      last = Math.max(last, observed.invocation()[program.reads[at]]);
    }
    from[i] = first;
    to[i] = last;
  }

  private int end(int operation) {
    int end = observed.history().partner(observed.invocation()[operation]);
    return observed.isSeen()[operation] ? end : Integer.MAX_VALUE - 1;
  }
}
