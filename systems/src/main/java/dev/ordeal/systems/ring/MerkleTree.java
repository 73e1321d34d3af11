package dev.ordeal.systems.ring;

/**
 * A tree of hashes over what a node keeps of a range of keys (Dynamo, section 4.7): two replicas
 * whose roots are equal keep the same; where they differ, they find out in which leaf by comparing
 * the two children, and so on down.
 *
 * <p>It is perfect, with 64 leaves; a key belongs to a leaf by its token, wherever the tree is, so
 * that the trees of all replicas have the same shape. A leaf is the sum of the digests of its
 * entries: a change costs one subtraction, one addition and a walk to the root, whatever else the
 * leaf holds. Sums resist accidents, not forgers.
 *
 * <p>Nodes are numbered as in a heap: 1 is the root, the children of i are 2i and 2i + 1.
 */
final class MerkleTree {
  static final int ROOT = 1;
  private static final int DEPTH = 6;
  private static final int LEAVES = 1 << DEPTH;

  private final long[] hashes = new long[2 * LEAVES];

  /** The leaf that a key belongs to. */
  static int leafOf(String key) {
    return LEAVES + (int) (Token.of(key) >>> (Long.SIZE - DEPTH));
  }

  static boolean isLeaf(int node) {
    return node >= LEAVES;
  }

  /** Whether there is a node of this number. */
  static boolean isNode(long node) {
    return node >= ROOT && node < 2L * LEAVES;
  }

  /** Counts an entry in. */
  void add(String key, String content) {
    change(leafOf(key), digest(key, content));
  }

  /** Counts an entry out, which must be in. */
  void remove(String key, String content) {
    change(leafOf(key), -digest(key, content));
  }

  private static long digest(String key, String content) {
    return Token.stir(Token.of(key) + 31 * Token.of(content));
  }

  private void change(int leaf, long by) {
    hashes[leaf] += by;
    for (int node = leaf / 2; node >= ROOT; node /= 2) {
      hashes[node] = Token.stir(hashes[2 * node] + 31 * Token.stir(hashes[2 * node + 1]));
    }
  }

  /** The hash of a node. */
  long hash(int node) {
    return hashes[node];
  }
}
