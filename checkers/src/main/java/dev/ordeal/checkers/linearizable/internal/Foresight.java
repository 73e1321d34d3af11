package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What is to be answered soon: a configuration whose state can no longer lead to the next answer
 * that somebody saw has no future, so it need not be followed until that answer comes.
 *
 * <p>Asked are pure calls only, in the order of their ends; of those the first that the
 * configuration has not placed.
 */
final class Foresight {
  /** So many are passed over at most, because they are placed. */
  private static final int PASSED = 8;

  private final OpenOperations open;
  private final Automaton<?> automaton;
  private final int[] end;

  /** The pure calls whose answers were seen, in the order of their ends. */
  private final int[] answered;

  /** Per rank the first begin of an overwrite that ends after it. */
  private final int[] overwriteAfter;

  private int next;
  private int rank;
  private int provenAt;
  private int unanswerable = -1;
  private int lostState;

  Foresight(Problem problem, OpenOperations open, Automaton<?> automaton) {
    this.open = open;
    this.automaton = automaton;
    this.end = problem.intervals().end();
    int[] begin = problem.intervals().begin();
    int[] events = problem.events();
    answered =
        Arrays.stream(events)
            .filter(event -> (event & 1) == 1 && open.isPure(event >> 1))
            .map(event -> event >> 1)
            .toArray();
    overwriteAfter = new int[events.length + 1];
    overwriteAfter[events.length] =
        IntStream.range(0, problem.size())
            .filter(i -> problem.isOptional(i) && open.isOverwrite(i))
            .map(i -> begin[i])
            .min()
            .orElse(Intervals.NEVER);
    for (int i = events.length - 1; i >= 0; i--) {
      boolean ends = (events[i] & 1) == 1 && open.isOverwrite(events[i] >> 1);
      int earliest = ends ? begin[events[i] >> 1] : Intervals.NEVER;
      overwriteAfter[i] = Math.min(overwriteAfter[i + 1], earliest);
    }
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
                  && overwriteAfter[rank] > end[operation];
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
