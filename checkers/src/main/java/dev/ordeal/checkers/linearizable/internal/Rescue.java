package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;

/**
 * Whether an overwrite can still come that may lead to an answer which a configuration's state
 * alone can no longer lead to.
 *
 * <p>An overwrite leads to one state, whatever was before, so whether an answer may follow it does
 * not depend on the configuration.
 */
final class Rescue {
  private static final int UNKNOWN = -2;
  private static final int NONE = -1;

  private final OpenOperations open;
  private final Automaton<?> automaton;
  private final int[] end;
  private final int[] events;

  /** Per operation the last begin before its end of an overwrite that may lead to its answer. */
  private final int[] lastBegin;

  Rescue(Problem problem, OpenOperations open, Automaton<?> automaton) {
    this.open = open;
    this.automaton = automaton;
    this.end = problem.intervals().end();
    this.events = problem.events();
    this.lastBegin = new int[problem.size()];
    Arrays.fill(lastBegin, UNKNOWN);
  }

  /** Whether one that a configuration has not placed may lead to the answer of an operation. */
  boolean mayCome(Configuration configuration, int answered, int rank) {
    if (lastBegin[answered] == UNKNOWN) {
      lastBegin[answered] = lastBegin(answered, rank);
    }
    if (lastBegin[answered] > rank) {
      return true;
    }
    for (int word = 0; word < open.width(); word++) {
      long left = configuration.unplaced(word) & open.overwrites(word);
      for (; left != 0; left &= left - 1) {
        if (leadsTo(open.operation((word << 6) + Long.numberOfTrailingZeros(left)), answered)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Asked once: ranks only grow, so what has begun by now is never to come again. */
  private int lastBegin(int answered, int rank) {
    for (int at = end[answered] - 1; at > rank; at--) {
      int operation = events[at] >> 1;
      if ((events[at] & 1) == 0 && open.isOverwrite(operation) && leadsTo(operation, answered)) {
        return at;
      }
    }
    return NONE;
  }

  private boolean leadsTo(int overwrite, int answered) {
    int state = automaton.step(Automaton.INITIAL, automaton.kind(overwrite));
    int step = automaton.step(state, automaton.kind(answered));
    return step != Automaton.STUCK && step != Automaton.HOPELESS;
  }
}
