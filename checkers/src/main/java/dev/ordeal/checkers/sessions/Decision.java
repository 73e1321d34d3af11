package dev.ordeal.checkers.sessions;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether some operations have a sequential order, and how that was found out.
 *
 * @param algorithm what decided, or what gave up last
 * @param order the operations in order, if there is one
 * @param culprits operations that have no order by themselves, if there is none
 * @param steps how much was tried
 */
record Decision(
    String algorithm, Optional<int[]> order, Optional<Set<Integer>> culprits, long steps) {

  private static final int ALL_GUARANTEES = 15;
  private static final String COHERENCE = "version-constraint-graph";
  private static final String GUESS = "real-time-guess";
  private static final String SATURATION = "saturation";
  private static final String SEARCH = "saturation-and-search";

  boolean isKnown() {
    return order.isPresent() || culprits.isPresent();
  }

  /** Whether a cycle, and not the failure of a search, excludes every order. */
  boolean isCycle() {
    return culprits.isPresent() && !algorithm.equals(SEARCH);
  }

  /** Decides within a budget of steps, by what is cheap first. */
  static Decision of(Observed observed, long budgetSteps) {
    var conflict = incoherent(observed);
    if (conflict.isPresent()) {
      return new Decision(COHERENCE, Optional.empty(), conflict, 0);
    }
    var program = new Program(observed);
    var guess = new RealTimeGuess(program);
    var guessed = guess.order();
    if (guessed.isPresent()) {
      return new Decision(GUESS, guessed, Optional.empty(), program.size);
    }
    var saturation = new Saturation(program);
    var outcome = saturation.run(budgetSteps);
    if (outcome == Saturation.Outcome.CYCLE) {
      var culprits = new Derivation(program, saturation).operations();
      return new Decision(SATURATION, Optional.empty(), Optional.of(culprits), saturation.steps());
    }
    var search = new OrderSearch(program, saturation.graph(), guess.moments());
    var found = search.run(budgetSteps);
    return new Decision(
        SEARCH,
        found == OrderSearch.Outcome.FOUND ? Optional.of(search.order()) : Optional.empty(),
        found == OrderSearch.Outcome.IMPOSSIBLE ? Optional.of(placed(program)) : Optional.empty(),
        saturation.steps() + search.steps());
  }

  /**
   * The session guarantees of one key, all four, are necessary: in a sequential order the writes of
   * a key are an order of its versions, and what a session reads is the newest so far.
   */
  private static Optional<Set<Integer>> incoherent(Observed observed) {
    var sessions = new KeyGraph.Sessions(observed.sessions());
    for (int key = 0; key < observed.keys(); key++) {
      var graph = KeyGraph.of(observed, key, sessions);
      if (graph.order(ALL_GUARANTEES).isEmpty()) {
        int[] versions = graph.contradiction(ALL_GUARANTEES);
        var cycle = VersionCycle.among(observed, key, versions, ALL_GUARANTEES);
        return Optional.of(cycle.operations());
      }
    }
    return Optional.empty();
  }

  private static Set<Integer> placed(Program program) {
    var placed = new LinkedHashSet<Integer>();
    for (int operation : program.bySession) {
      placed.add(operation);
    }
    return placed;
  }
}
