package dev.ordeal.systems.commit;

/**
 * What a participant does about a transaction that it voted yes on and has not heard of since.
 *
 * <p>A sound one finds out what was decided, or sees to it that a decision is made; as long as
 * neither can be done it waits, with all its locks. It never guesses.
 */
@FunctionalInterface
interface Termination {

  /**
   * Called again and again, at growing intervals, while the branch is in doubt.
   *
   * @param decision to be told what was found out, at once or later
   */
  void resolve(Branch branch, Decision decision);

  /** Takes a decision that was found. */
  @FunctionalInterface
  interface Decision {
    void is(boolean commit);
  }
}
