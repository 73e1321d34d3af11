package dev.ordeal.checkers.linearizable.internal;

import java.util.Optional;

/**
 * Tells whether a sequence of operations keeps an interval order.
 *
 * <p>If each takes effect as early as it can, at its own begin or with the one before it, it does
 * so at the latest begin up to there. The sequence keeps the order if and only if no operation
 * ended before that: what began then would have to come after it, but came before.
 */
final class EarliestPoints {

  private EarliestPoints() {}

  /** Two operations that stand in the wrong order: the later one in the sequence ended first. */
  record Conflict(int earlier, int later) {}

  /** The first conflict of a sequence, if there is any. */
  static Optional<Conflict> conflict(Intervals order, int[] sequence) {
    int latest = -1;
    int begin = -1;
    for (int operation : sequence) {
      if (order.end()[operation] < begin) {
        return Optional.of(new Conflict(latest, operation));
      }
      if (order.begin()[operation] > begin) {
        begin = order.begin()[operation];
        latest = operation;
      }
    }
    return Optional.empty();
  }
}
