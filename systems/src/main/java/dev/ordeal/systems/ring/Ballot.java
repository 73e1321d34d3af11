package dev.ordeal.systems.ring;

/**
 * Ballot numbers, packed into one long so that a comparison of longs compares, in this order, the
 * version of the view in which the ballot was made (13 bits), a counter (28), the node (6) and its
 * life (16). A restarted node remembers no ballot, and yet never uses one of its former life.
 *
 * <p>That the view comes first is what makes a change of members safe for those that come back: a
 * node that left with something accepted, and joins again much later, cannot have it taken for
 * newer than what was chosen while it was away.
 */
final class Ballot {
  /** Smaller than every ballot: that of a key never written. */
  static final long NONE = 0;

  private static final int LIFE_BITS = 16;
  private static final int NODE_BITS = 6;
  private static final int COUNT_BITS = 28;
  private static final int VIEW_BITS = 13;

  private Ballot() {}

  static long of(long view, long count, Ids proposer) {
    if (view >= 1 << VIEW_BITS || count >= 1 << COUNT_BITS || proposer.node() >= 1 << NODE_BITS) {
      throw new IllegalArgumentException(
          "no ballot is left in view " + view + " after " + count + " at node " + proposer.node());
    }
    return (((((view << COUNT_BITS) | count) << NODE_BITS) | proposer.node()) << LIFE_BITS)
        | proposer.life();
  }

  /** The counter of a ballot. */
  static long count(long ballot) {
    return (ballot >>> (NODE_BITS + LIFE_BITS)) & ((1L << COUNT_BITS) - 1);
  }
}
