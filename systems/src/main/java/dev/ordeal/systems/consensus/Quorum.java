package dev.ordeal.systems.consensus;

import java.util.List;

/**
 * Whom to ask: a majority first, the rest only if it does not answer. All proposers prefer the same
 * majority, so that what one has written the next one reads without a conflict of opinions. Sets of
 * nodes are bit masks over the order of their names.
 */
final class Quorum {
  private final List<String> nodes;
  private final int self;
  private long silent;

  Quorum(List<String> nodes, String self) {
    this.nodes = nodes;
    this.self = nodes.indexOf(self);
    if (this.self < 0 || nodes.size() > Long.SIZE) {
      throw new IllegalArgumentException(
          "a cluster is up to 64 nodes, and " + self + " must be among them: " + nodes);
    }
  }

  int self() {
    return self;
  }

  String name(int node) {
    return nodes.get(node);
  }

  int size() {
    return nodes.size();
  }

  /** The place of a node in the order; -1 for a stranger. */
  int indexOf(String node) {
    return nodes.indexOf(node);
  }

  boolean isMajority(long members) {
    return Long.bitCount(members) > nodes.size() / 2;
  }

  long everybody() {
    return -1L >>> (Long.SIZE - nodes.size());
  }

  /** The first majority among those who answered when they were last asked. */
  long preferred() {
    long chosen = take(0, ~silent);
    return isMajority(chosen) ? chosen : take(chosen, silent);
  }

  private long take(long chosen, long from) {
    long members = chosen;
    for (int node = 0; node < nodes.size() && !isMajority(members); node++) {
      members |= from & (1L << node);
    }
    return members;
  }

  /** Remembers who was asked and did not answer. */
  void missed(long members) {
    silent |= members & ~(1L << self);
  }

  /** Remembers that a node lives. */
  void heard(int node) {
    silent &= ~(1L << node);
  }
}
