package dev.ordeal.harness.cluster.disks.fuse;

import java.time.Instant;

/** A file, a folder or something else with a name; what it is apart from its names and content. */
abstract sealed class Inode permits Folder, RegularFile, SpecialFile {
  static final int TYPE = 0170000;

  private final Volume volume;
  private long id;
  private int mode;
  private int uid;
  private int gid;
  private long accessed;
  private long modified;
  private long changed;
  private int links;
  private int opens;
  private long lookups;

  Inode(Volume volume, long id, Owner owner) {
    this.volume = volume;
    this.id = id;
    this.mode = owner.mode();
    this.uid = owner.uid();
    this.gid = owner.gid();
    this.accessed = now();
    this.modified = accessed;
    this.changed = accessed;
  }

  /** Whose it is: the mode with its type, the user, the group. */
  record Owner(int mode, int uid, int gid) {}

  static long now() {
    var now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  Volume volume() {
    return volume;
  }

  long id() {
    return id;
  }

  /** Has the kernel forget all that it knows of it, since it only knows it by its number. */
  void renumber(long fresh) {
    id = fresh;
    lookups = 0;
    opens = 0;
  }

  abstract long size();

  abstract long pages();

  Owner owner() {
    return new Owner(mode, uid, gid);
  }

  void chmod(int to) {
    mode = (mode & TYPE) | (to & ~TYPE);
  }

  void chown(int user, int group) {
    uid = user;
    gid = group;
  }

  long accessed() {
    return accessed;
  }

  long modified() {
    return modified;
  }

  long changed() {
    return changed;
  }

  void accessed(long nanos) {
    accessed = nanos;
  }

  void modified(long nanos) {
    modified = nanos;
  }

  void changed(long nanos) {
    changed = nanos;
  }

  /** The number of its names; of a folder 1, which says that its folders are not counted. */
  int links() {
    return links;
  }

  void links(int count) {
    links = count;
  }

  void opened() {
    opens++;
  }

  void released() {
    opens = Math.max(0, opens - 1);
  }

  void lookedUp() {
    lookups++;
  }

  void forgotten(long times) {
    lookups = Math.max(0, lookups - times);
  }

  /** Whether nobody can come back to it. */
  boolean unreachable() {
    return links == 0 && opens == 0 && lookups == 0;
  }
}
