package dev.ordeal.checkers.linearizable.internal;

/**
 * What is left of a budget that several searches share.
 *
 * <p>Work, not seconds, so that the same history always gets the same answer. A unit is about what
 * a step of the search takes; what else takes time is counted beside, as so many steps.
 */
final class Work {
  /** A step that the model takes, in units. */
  static final int STEP_OF_MODEL = 4;

  private long left;

  Work(long units) {
    left = units;
  }

  /** As much as is asked for. */
  static Work unlimited() {
    return new Work(Long.MAX_VALUE);
  }

  void spend(long units) {
    left -= units;
  }

  boolean isSpent() {
    return left <= 0;
  }
}
