package dev.ordeal.checkers.linearizable.internal;

/** What an algorithm found out about a problem. */
public sealed interface Decision {

  /** The steps that were spent on it, in the algorithm's own measure. */
  long steps();

  /** The same, after more steps than it counts. */
  default Decision withMoreSteps(long more) {
    if (this instanceof Ordered ordered) {
      return new Ordered(ordered.order(), steps() + more);
    }
    return this instanceof Refuted found
        ? new Refuted(found.name(), found.because(), found.operations(), steps() + more)
        : new Undecided(((Undecided) this).reason(), steps() + more);
  }

  /**
   * There is a linearization.
   *
   * @param order the operations in its order: all that somebody saw end, and what else took effect
   */
  record Ordered(int[] order, long steps) implements Decision {}

  /**
   * There is none.
   *
   * @param name the anomaly's name, in kebab case
   * @param because one sentence without a full stop
   * @param operations a few that have no linearization by themselves, in ascending order
   */
  record Refuted(String name, String because, int[] operations, long steps) implements Decision {}

  /**
   * The algorithm cannot tell, or was not made for this history.
   *
   * @param reason a sentence without a full stop
   */
  record Undecided(String reason, long steps) implements Decision {}
}
