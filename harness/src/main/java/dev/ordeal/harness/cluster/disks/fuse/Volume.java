package dev.ordeal.harness.cluster.disks.fuse;

import dev.ordeal.harness.cluster.disks.fuse.Inode.Owner;
import dev.ordeal.harness.cluster.disks.fuse.NameChange.Step;
import dev.ordeal.harness.internal.disks.DiskCounts;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The disk of one node: its files, what of them is durable, and its faults. One thread at a time.
 */
final class Volume {
  /** A kernel writes back what lies around, too; and memory is finite. */
  private static final long UNSYNCED_WEIGHT_MAX = 64L << 20;

  private static final int UNSYNCED_NAMES_MAX = 10_000;
  private static final long FILE_BYTES_MAX = 1L << 40;
  static final int NAME_BYTES_MAX = 255;

  private final Inodes inodes;
  private final Folder root;
  private final long capacityPages;
  private final Faults faults = new Faults();
  private final DiskCounts counts = new DiskCounts();
  private final ArrayDeque<NameChange> unsyncedNames = new ArrayDeque<>();
  private final Set<RegularFile> dirty = new LinkedHashSet<>();
  private long changes;
  private long usedPages;
  private long unsyncedWeight;

  Volume(Inodes inodes, long capacityBytes) {
    this.inodes = inodes;
    this.capacityPages = capacityBytes / Content.PAGE;
    this.root = new Folder(this, inodes.next(), new Owner(Folder.TYPE_BITS | 0777, 0, 0));
    root.links(1);
    inodes.add(root);
  }

  Folder root() {
    return root;
  }

  Faults faults() {
    return faults;
  }

  DiskCounts counts() {
    return counts;
  }

  Inodes inodes() {
    return inodes;
  }

  long capacityPages() {
    return capacityPages;
  }

  long freePages() {
    return faults.full() ? 0 : Math.max(0, capacityPages - usedPages);
  }

  /** The number of the last change: a sync that begins now must make all up to it durable. */
  long mark() {
    return changes;
  }

  Inode lookup(Folder folder, String name) throws FileSystemException {
    if (name.length() > NAME_BYTES_MAX) {
      throw new FileSystemException(Errno.ENAMETOOLONG);
    }
    var found = folder.seen().get(name);
    if (found == null) {
      throw new FileSystemException(Errno.ENOENT);
    }
    return found;
  }

  /** Makes a file or folder, or what else the type in the mode says. */
  Inode create(Folder folder, String name, Owner owner, String target, int device)
      throws FileSystemException {
    requireFree(folder, name);
    requireRoom(1);
    long id = inodes.next();
    var made =
        switch (owner.mode() & Inode.TYPE) {
          case Folder.TYPE_BITS -> new Folder(this, id, owner);
          case RegularFile.TYPE_BITS -> new RegularFile(this, id, owner);
          default -> new SpecialFile(this, id, owner, target, device);
        };
    made.links(1);
    inodes.add(made);
    rename(List.of(new Step(folder, name, made)));
    return made;
  }

  void link(Inode inode, Folder folder, String name) throws FileSystemException {
    requireFree(folder, name);
    requireRoom(1);
    inode.links(inode.links() + 1);
    rename(List.of(new Step(folder, name, inode)));
  }

  void unlink(Folder folder, String name) throws FileSystemException {
    var inode = lookup(folder, name);
    if (inode instanceof Folder) {
      throw new FileSystemException(Errno.EISDIR);
    }
    rename(List.of(new Step(folder, name, null)));
    lostName(inode);
  }

  void rmdir(Folder folder, String name) throws FileSystemException {
    requireEmptyFolder(lookup(folder, name));
    var inode = lookup(folder, name);
    rename(List.of(new Step(folder, name, null)));
    lostName(inode);
  }

  /** Moves a name; what had the new name loses it. */
  void move(Folder from, String name, Folder to, String newName) throws FileSystemException {
    var moved = lookup(from, name);
    var replaced = to.seen().get(newName);
    if (moved == replaced) {
      return;
    }
    if (newName.length() > NAME_BYTES_MAX) {
      throw new FileSystemException(Errno.ENAMETOOLONG);
    }
    if (replaced != null) {
      if (moved instanceof Folder) {
        requireEmptyFolder(replaced);
      } else if (replaced instanceof Folder) {
        throw new FileSystemException(Errno.EISDIR);
      }
    }
    rename(List.of(new Step(from, name, null), new Step(to, newName, moved)));
    if (replaced != null) {
      lostName(replaced);
    }
  }

  void exchange(Folder folder, String name, Folder other, String otherName)
      throws FileSystemException {
    var one = lookup(folder, name);
    var two = lookup(other, otherName);
    rename(List.of(new Step(folder, name, two), new Step(other, otherName, one)));
  }

  private void rename(List<Step> steps) {
    steps.forEach(step -> Folder.put(step.folder().seen(), step.name(), step.inode()));
    unsyncedNames.add(new NameChange(++changes, steps));
    if (unsyncedNames.size() > UNSYNCED_NAMES_MAX) {
      unsyncedNames.remove().makeDurable();
    }
    long now = Inode.now();
    for (Step step : steps) {
      step.folder().modified(now);
      step.folder().changed(now);
    }
  }

  private void lostName(Inode inode) {
    inode.links(inode instanceof Folder ? 0 : inode.links() - 1);
    inode.changed(Inode.now());
    inodes.dropIfUnreachable(inode);
  }

  private static void requireFree(Folder folder, String name) throws FileSystemException {
    if (name.length() > NAME_BYTES_MAX) {
      throw new FileSystemException(Errno.ENAMETOOLONG);
    }
    if (folder.links() == 0) {
      throw new FileSystemException(Errno.ENOENT);
    }
    if (folder.seen().containsKey(name)) {
      throw new FileSystemException(Errno.EEXIST);
    }
  }

  private static void requireEmptyFolder(Inode inode) throws FileSystemException {
    if (!(inode instanceof Folder folder)) {
      throw new FileSystemException(Errno.ENOTDIR);
    }
    if (!folder.seen().isEmpty()) {
      throw new FileSystemException(Errno.ENOTEMPTY);
    }
  }

  private void requireRoom(long pages) throws FileSystemException {
    if (pages > freePages()) {
      counts.refused();
      throw new FileSystemException(Errno.ENOSPC);
    }
  }

  void read(RegularFile file, long offset, int length, ByteBuffer into) {
    file.seen().read(offset, length, into);
    counts.flippedRead(file.seen().noteRead(offset, length));
  }

  /** Writes; a full disk still takes what lands on bytes that it holds already. */
  void write(RegularFile file, long offset, byte[] data) throws FileSystemException {
    long end = offset + data.length;
    if (offset < 0 || end > FILE_BYTES_MAX) {
      throw new FileSystemException(Errno.EFBIG);
    }
    long missing = file.seen().missing(offset, data.length);
    if (missing > 0 || (faults.full() && end > file.size())) {
      requireRoom(Math.max(1, missing));
    }
    change(file, new Change.Write(++changes, offset, data));
  }

  void resize(RegularFile file, long size) throws FileSystemException {
    if (size < 0 || size > FILE_BYTES_MAX) {
      throw new FileSystemException(Errno.EFBIG);
    }
    change(file, new Change.Resize(++changes, size));
  }

  /** Takes room for what is to come; as with fallocate(2), a full disk has none. */
  void reserve(RegularFile file, long end, boolean grow) throws FileSystemException {
    requireRoom(Math.max(0, end / Content.PAGE - file.pages()));
    if (faults.full() && end > file.size()) {
      requireRoom(1);
    }
    if (grow && end > file.size()) {
      resize(file, end);
    }
  }

  private void change(RegularFile file, Change change) {
    long before = file.pages();
    file.change(change);
    usedPages += file.pages() - before;
    dirty.add(file);
    file.modified(Inode.now());
    file.changed(file.modified());
    unsyncedWeight += change.weight();
    if (unsyncedWeight > UNSYNCED_WEIGHT_MAX) {
      for (RegularFile oldest : List.copyOf(dirty)) {
        writeBack(oldest, unsyncedWeight > UNSYNCED_WEIGHT_MAX / 2 ? changes : 0);
      }
    }
  }

  private void writeBack(RegularFile file, long upTo) {
    unsyncedWeight -= file.sync(upTo);
    if (!file.dirty()) {
      dirty.remove(file);
    }
  }

  /** Makes durable what was done to a file or folder up to a {@link #mark}. */
  void sync(Inode inode, long upTo) throws FileSystemException {
    if (faults.failSync()) {
      counts.failed();
      if (inode instanceof RegularFile file) {
        unsyncedWeight -= file.abandon(upTo);
      }
      throw new FileSystemException(Errno.EIO);
    }
    if (inode instanceof RegularFile file) {
      writeBack(file, upTo);
    }
    syncNames(inode, upTo);
  }

  private void syncNames(Inode inode, long upTo) {
    long last = 0;
    for (NameChange change : unsyncedNames) {
      if (change.number() <= upTo && change.concerns(inode)) {
        last = change.number();
      }
    }
    for (NameChange next; (next = unsyncedNames.peek()) != null && next.number() <= last; ) {
      next.makeDurable();
      unsyncedNames.remove();
    }
  }

  /** A file that nobody can reach any more takes no room. */
  void freed(Inode inode) {
    if (inode instanceof RegularFile file) {
      usedPages -= file.pages();
      dirty.remove(file);
      unsyncedWeight -= file.dirty() ? file.revert().weight() : 0;
    }
  }

  /** Loses what is not durable; with a seed, each file keeps a part of it (see {@link Power}). */
  void losePower(@Nullable Long tornBy) {
    new Power(this).cut(dirty, tornBy);
    counts.powerLost(unsyncedNames.size());
    unsyncedNames.clear();
    dirty.clear();
    unsyncedWeight = 0;
    usedPages = new Power(this).revive();
  }

  /** Makes all names durable that a torn file needs to be found. */
  void keepNames(RegularFile file) {
    syncNames(file, Long.MAX_VALUE);
  }

  /** All files that are there, by their path in this volume. */
  TreeMap<String, RegularFile> files() {
    var found = new TreeMap<String, RegularFile>();
    collect("", root, found);
    return found;
  }

  private static void collect(String path, Folder folder, TreeMap<String, RegularFile> found) {
    folder
        .seen()
        .forEach(
            (name, inode) -> {
              if (inode instanceof Folder below) {
                collect(path + name + "/", below, found);
              } else if (inode instanceof RegularFile file) {
                found.put(path + name, file);
              }
            });
  }
}
