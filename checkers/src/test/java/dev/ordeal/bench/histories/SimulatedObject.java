package dev.ordeal.bench.histories;

/** An object that clients are busy with: what they ask of it, and what it answers. */
interface SimulatedObject {

  /**
   * Chooses what a client does next, at {@code op.call}, and says so with {@link Running#begin}.
   *
   * @param op its fate is known: what crashes is something that changes the state
   */
  void choose(Running op);

  /** Lets an operation take effect; or says no: it has to wait for another one's effect. */
  boolean takeEffect(Running op);

  /** Hears that an operation has ended as its client expected. */
  default void ended(Running op) {}

  /** The fate that an operation may have here, close to the one that was drawn. */
  default Running.Fate allowed(Running op, Running.Fate drawn) {
    return drawn;
  }

  /** How many operations of each client it surely takes until something has gone wrong. */
  default int roundsToMisbehave() {
    return 10;
  }

  /** From now on something must go wrong, once, that no order of operations explains. */
  void misbehave();

  /** Whether it has gone wrong. */
  boolean misbehaved();
}
