package dev.ordeal.systems.consensus;

/**
 * Ballot numbers, packed into one long so that a comparison of longs is the order of the paper: by
 * counter, then by proposer. 39 bits count, 8 tell the node, 16 its incarnation: a restarted
 * proposer remembers no ballot, and yet never uses one of its former life.
 */
final class Ballot {
  /** Smaller than every ballot: that of a register never written. */
  static final long ZERO = 0;

  private static final int NODE_BITS = 8;
  private static final int INCARNATION_BITS = 16;
  private static final int PROPOSER_BITS = NODE_BITS + INCARNATION_BITS;

  private Ballot() {}

  /** The part of every ballot of one proposer that tells it from all others. */
  static long proposer(int node, long incarnation) {
    if (node >= 1 << NODE_BITS || incarnation >= 1 << INCARNATION_BITS) {
      throw new IllegalArgumentException(
          "node "
              + node
              + " in its life "
              + incarnation
              + " does not fit into a ballot: at most 256 nodes, each started 65,535 times");
    }
    return ((long) node << INCARNATION_BITS) | incarnation;
  }

  static long of(long counter, long proposer) {
    return (counter << PROPOSER_BITS) | proposer;
  }

  /** Whose it is: the proposer in one of its lives. */
  static long proposerOf(long ballot) {
    return ballot & ((1L << PROPOSER_BITS) - 1);
  }

  static long counter(long ballot) {
    return ballot >>> PROPOSER_BITS;
  }

  /** The same proposer's next ballot: what an acceptor promises along with its acceptance. */
  static long next(long ballot) {
    return ballot + (1L << PROPOSER_BITS);
  }
}
