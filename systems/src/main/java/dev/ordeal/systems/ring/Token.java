package dev.ordeal.systems.ring;

/**
 * A place on the ring: a hash of 64 bits, the ring being all of them in the order of signed numbers
 * and the least following the greatest.
 *
 * <p>The hash is FNV-1a, stirred by the finalizer of MurmurHash3, because FNV alone keeps names
 * that differ in their last character close together.
 */
final class Token {
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final double RING = 0x1p64;

  private Token() {}

  /** Where a text has its place. */
  static long of(String text) {
    long hash = FNV_BASIS;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return stir(hash);
  }

  /** A number that depends on every bit of another. */
  static long stir(long number) {
    long hash = number;
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  /** Which part of the ring lies behind one token, up to and with the other. */
  static double share(long behind, long upTo) {
    long distance = upTo - behind;
    double steps = (distance >>> 1) * 2.0 + (distance & 1);
    return steps / RING;
  }
}
