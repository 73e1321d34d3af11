package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;

/**
 * What is to be answered soon: a configuration whose state can no longer lead to the next answer
 * that somebody saw has no future, so it need not be followed until that answer comes.
 *
 * <p>Asked are pure calls only, in the order of their ends; of those the first that the
 * configuration has not placed. Where only an overwrite could still lead to the answer, it must be
 * one that can, that the configuration has not placed, and that begins before the answer comes.
 */
final class Foresight {
  /** So many are passed over at most, because they are placed. */
  private static final int PASSED = 8;

  private final OpenOperations open;
  private final Automaton<?> automaton;
  private final int[] end;

  /** The pure calls whose answers were seen, in the order of their ends. */
  private final int[] answered;

  private final Rescue rescue;

  private int next;
  private int rank;
  private int provenAt;
  private int unanswerable = -1;
  private int lostState;

  Foresight(Problem problem, OpenOperations open, Automaton<?> automaton) {
    this.open = open;
    this.automaton = automaton;
    this.end = problem.intervals().end();
    int[] events = problem.events();
    answered =
        Arrays.stream(events)
            .filter(event -> (event & 1) == 1 && open.isPure(event >> 1))
            .map(event -> event >> 1)
            .toArray();
    rescue = new Rescue(problem, open, automaton);
  }

  /** Goes on to an event. */
  void advance(int toRank) {
    rank = toRank;
    unanswerable = -1;
    while (next < answered.length && end[answered[next]] < toRank) {
      next++;
    }
  }

  /** Whether a configuration can never give the next answer. */
  boolean isLost(Configuration configuration) {
    int last = Math.min(answered.length, next + PASSED);
    for (int i = next; i < last; i++) {
      int operation = answered[i];
      int slot = open.slot(operation);
      if (slot >= 0 && configuration.isPlaced(slot)) {
        continue;
      }
      int step = automaton.step(configuration.state(), automaton.kind(operation));
      boolean isLost =
          step == Automaton.HOPELESS
              || step == Automaton.STUCK
                  && open.isOneObject()
                  && !rescue.mayCome(configuration, operation, rank);
      if (isLost) {
        provenAt = Math.max(provenAt, end[operation] + 1);
        unanswerable = operation;
        lostState = configuration.state();
      }
      return isLost;
    }
    return false;
  }

  /** What began before this rank suffices to prove that whatever was lost is. */
  int provenAt() {
    return provenAt;
  }

  /** The operation whose answer a configuration that was lost at this event cannot give, or -1. */
  int unanswerable() {
    return unanswerable;
  }

  /** The state of that configuration. */
  int lostState() {
    return lostState;
  }
}
