package dev.ordeal.harness.cluster.disks.fuse;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A folder: the names that are seen in it, and those that would survive a power loss. */
final class Folder extends Inode {
  static final int TYPE_BITS = 0040000;

  private final TreeMap<String, Inode> seen = new TreeMap<>();
  private final TreeMap<String, Inode> durable = new TreeMap<>();

  Folder(Volume volume, long id, Owner owner) {
    super(volume, id, owner);
  }

  TreeMap<String, Inode> seen() {
    return seen;
  }

  TreeMap<String, Inode> durable() {
    return durable;
  }

  static void put(TreeMap<String, Inode> names, String name, @Nullable Inode inode) {
    if (inode == null) {
      names.remove(name);
    } else {
      names.put(name, inode);
    }
  }

  /** Only the durable names are left. */
  void revert() {
    seen.clear();
    seen.putAll(durable);
  }

  @Override
  long size() {
    return Content.PAGE;
  }

  @Override
  long pages() {
    return 1;
  }
}
