package dev.ordeal.harness.cluster.disks.fuse;

/** One flipped byte: which of its bits, and whether anybody has read it since. */
final class Rot {
  private final byte mask;
  private boolean read;

  Rot(byte mask) {
    this.mask = mask;
  }

  byte mask() {
    return mask;
  }

  /** Notes a read; whether it is the first. */
  boolean firstRead() {
    boolean first = !read;
    read = true;
    return first;
  }
}
