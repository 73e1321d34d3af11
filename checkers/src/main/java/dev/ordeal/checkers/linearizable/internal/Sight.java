package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;

/**
 * Tells which states nobody sees any more: no pure call that is still to be placed can be legal in
 * them, or in what follows from them before an overwrite is placed.
 *
 * <p>Where all other calls are legal everywhere, such states do not differ, so one stands for all
 * of them: nobody can tell in which order something was appended that was never read. An operation
 * that leads there waits for its end; if an overwrite is placed by then, it could stand just before
 * that.
 *
 * <p>Only calls that begin before the horizon are asked: where an overwrite ends that has not begun
 * yet. What begins after that sees what that one left.
 */
final class Sight {
  private static final int UNKNOWN = -1;

  private final OpenOperations open;
  private final Automaton<?> automaton;
  private final int[] begin;

  /** The pure calls whose answers were seen, in the order of their begins. */
  private final int[] answered;

  /** Per rank the first end of an overwrite that begins there or later. */
  private final int[] horizon;

  /** Per state the first of the answered that may see it, of those that begin later than now. */
  private int[] seenBy = new int[0];

  private int next;
  private int rank;

  Sight(Problem problem, OpenOperations open, Automaton<?> automaton) {
    this.open = open;
    this.automaton = automaton;
    this.begin = problem.intervals().begin();
    int[] events = problem.events();
    int[] end = problem.intervals().end();
    boolean isAsked = open.isForgetful();
    answered =
        Arrays.stream(isAsked ? events : new int[0])
            .filter(event -> (event & 1) == 0 && open.isPure(event >> 1))
            .map(event -> event >> 1)
            .toArray();
    horizon = new int[isAsked ? events.length + 1 : 0];
    if (isAsked) {
      horizon[events.length] = Intervals.NEVER;
    }
    for (int i = horizon.length - 2; i >= 0; i--) {
      int operation = events[i] >> 1;
      boolean begins = (events[i] & 1) == 0 && open.isOverwrite(operation);
      horizon[i] = Math.min(horizon[i + 1], begins ? end[operation] : Intervals.NEVER);
    }
  }

  /** Goes on to an event. */
  void advance(int toRank) {
    rank = toRank;
    while (next < answered.length && begin[answered[next]] < toRank) {
      next++;
    }
  }

  /** States have other numbers from now on. */
  void forgetStates() {
    Arrays.fill(seenBy, UNKNOWN);
  }

  /** Lets a configuration forget its state if nobody sees it; whether nobody does. */
  boolean forget(Configuration configuration) {
    if (!open.isForgetful()) {
      return false;
    }
    if (configuration.state() == Automaton.UNSEEN) {
      return true;
    }
    if (isSeenLater(configuration.state()) || isSeenNow(configuration)) {
      return false;
    }
    configuration.forgetState();
    return true;
  }

  private boolean isSeenNow(Configuration configuration) {
    for (int word = 0; word < open.width(); word++) {
      long left = configuration.unplaced(word) & open.pure(word);
      for (; left != 0; left &= left - 1) {
        int operation = open.operation((word << 6) + Long.numberOfTrailingZeros(left));
        if (maySee(operation, configuration.state())) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isSeenLater(int state) {
    if (state >= seenBy.length) {
      int known = seenBy.length;
      seenBy = Arrays.copyOf(seenBy, Math.max(64, 2 * state));
      Arrays.fill(seenBy, known, seenBy.length, UNKNOWN);
    }
    int at = Math.max(seenBy[state], next);
    while (at < answered.length
        && begin[answered[at]] < horizon[rank]
        && !maySee(answered[at], state)) {
      at++;
    }
    seenBy[state] = at;
    return at < answered.length && begin[answered[at]] < horizon[rank];
  }

  private boolean maySee(int operation, int state) {
    int step = automaton.step(state, automaton.kind(operation));
    return step != Automaton.STUCK && step != Automaton.HOPELESS;
  }
}
