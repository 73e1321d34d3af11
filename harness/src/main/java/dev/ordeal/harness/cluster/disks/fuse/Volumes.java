package dev.ordeal.harness.cluster.disks.fuse;

import java.util.TreeMap;

/**
 * All volumes of one mount, each a folder at its top. Whoever touches any of it holds the lock of
 * this object.
 */
final class Volumes {
  private final Inodes inodes = new Inodes();
  private final TreeMap<String, Volume> volumes = new TreeMap<>();
  private final Folder top;

  Volumes() {
    // The first number is 1, which is the kernel's for the top folder.
    this.top = new Volume(inodes, 0).root();
    top.chmod(0755);
  }

  Inodes inodes() {
    return inodes;
  }

  Folder top() {
    return top;
  }

  void add(String name, long capacityBytes) {
    var volume = new Volume(inodes, capacityBytes);
    volumes.put(name, volume);
    top.seen().put(name, volume.root());
  }

  Volume volume(String name) {
    var volume = volumes.get(name);
    if (volume == null) {
      throw new IllegalArgumentException("no volume is called " + name + ": " + volumes.keySet());
    }
    return volume;
  }
}
