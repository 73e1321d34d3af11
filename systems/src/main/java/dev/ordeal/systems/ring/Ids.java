package dev.ordeal.systems.ring;

/**
 * Numbers that no other node and no other life of this one gives out: 7 bits tell the node, 16 its
 * life, 40 count.
 */
final class Ids {
  private static final int COUNT_BITS = 40;
  private static final int LIFE_BITS = 16;

  private final int node;
  private final long life;
  private long count;

  /** The numbers of one life of a node; which life it is must be durable before one is used. */
  Ids(int node, long life) {
    if (node < 0 || node >= 1 << 7 || life >= 1 << LIFE_BITS) {
      throw new IllegalArgumentException(
          "node "
              + node
              + " in its life "
              + life
              + " has no numbers left: at most 128 nodes, each"
              + " started 65,535 times");
    }
    this.node = node;
    this.life = life;
  }

  int node() {
    return node;
  }

  long life() {
    return life;
  }

  long next() {
    return ((long) node << (LIFE_BITS + COUNT_BITS)) | (life << COUNT_BITS) | ++count;
  }
}
