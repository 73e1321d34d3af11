package dev.ordeal.harness.cluster.disks.fuse;

import java.util.HashMap;
import java.util.Map;

/** All files and folders by the number that the kernel knows them by; none is used twice. */
final class Inodes {
  private final Map<Long, Inode> byId = new HashMap<>();
  private long last;

  long next() {
    return ++last;
  }

  void add(Inode inode) {
    byId.put(inode.id(), inode);
  }

  void remove(Inode inode) {
    byId.remove(inode.id(), inode);
  }

  /** What a number means; what a power loss took is stale, and its opener sees just that. */
  Inode get(long id) throws FileSystemException {
    var inode = byId.get(id);
    if (inode == null) {
      throw new FileSystemException(Errno.ESTALE);
    }
    return inode;
  }

  Folder folder(long id) throws FileSystemException {
    if (get(id) instanceof Folder folder) {
      return folder;
    }
    throw new FileSystemException(Errno.ENOTDIR);
  }

  RegularFile file(long id) throws FileSystemException {
    var inode = get(id);
    if (inode instanceof RegularFile file) {
      return file;
    }
    throw new FileSystemException(inode instanceof Folder ? Errno.EISDIR : Errno.EINVAL);
  }

  void forget(long id, long times) {
    var inode = byId.get(id);
    if (inode != null) {
      inode.forgotten(times);
      dropIfUnreachable(inode);
    }
  }

  /** Forgets all of a volume; what survives is added again. */
  void removeAll(Volume volume) {
    byId.values().removeIf(inode -> inode.volume() == volume);
  }

  void dropIfUnreachable(Inode inode) {
    if (inode.unreachable()) {
      remove(inode);
      inode.volume().freed(inode);
    }
  }
}
