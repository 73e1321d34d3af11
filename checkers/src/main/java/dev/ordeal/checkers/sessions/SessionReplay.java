package dev.ordeal.checkers.sessions;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Replays orders of versions against the guarantees in linear time and says what is wrong with
 * them. It knows nothing of graphs, so that a fault there cannot acquit anything.
 */
final class SessionReplay {
  private static final int NOTHING = -1;

  private SessionReplay() {}

  /**
   * What is wrong with an order of the versions of a key, given by the place of each; empty if the
   * initial version is the first, no two share a place, and each session keeps the guarantees.
   */
  static Optional<String> objection(
      Observed observed, int key, int[] place, Set<Guarantee> guarantees) {
    int base = observed.versionBase()[key];
    int[] sorted = place.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] != i || place[0] != 0) {
        return Optional.of("the places of " + observed.register(key) + " are not an order");
      }
    }
    int[] written = new int[observed.sessions()];
    int[] read = new int[observed.sessions()];
    Arrays.fill(written, NOTHING);
    Arrays.fill(read, NOTHING);
    for (int at = observed.keyBase()[key]; at < observed.keyBase()[key + 1]; at++) {
      int operation = observed.byKey()[at];
      int session = observed.session()[operation];
      int now = place[observed.version()[operation] - base];
      boolean isWrite = observed.isWrite()[operation];
      for (var guarantee : guarantees) {
        if (guarantee.second().equals(isWrite ? "wrote" : "read")) {
          int before = (guarantee.first().equals("wrote") ? written : read)[session];
          if (isWrite ? before >= now : before > now) {
            return Optional.of(
                guarantee.kebab() + " is broken at " + observed.ops(Set.of(operation)));
          }
        }
      }
      int[] newest = isWrite ? written : read;
      newest[session] = Math.max(newest[session], now);
    }
    return Optional.empty();
  }
}
