package dev.ordeal.harness.cluster.disks.fuse;

/** A symbolic link and its target, or a socket or pipe, which the kernel serves itself. */
final class SpecialFile extends Inode {
  static final int LINK_BITS = 0120000;

  private final String target;
  private final int device;

  SpecialFile(Volume volume, long id, Owner owner, String target, int device) {
    super(volume, id, owner);
    this.target = target;
    this.device = device;
  }

  String target() {
    return target;
  }

  int device() {
    return device;
  }

  @Override
  long size() {
    return target.length();
  }

  @Override
  long pages() {
    return 0;
  }
}
