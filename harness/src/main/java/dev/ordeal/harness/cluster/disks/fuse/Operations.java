package dev.ordeal.harness.cluster.disks.fuse;

import dev.ordeal.harness.cluster.disks.fuse.Inode.Owner;
import dev.ordeal.harness.cluster.disks.fuse.Wire.Name;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests on names, and those on whole files. What is at which offset of a request is from
 * {@code linux/fuse.h}.
 */
final class Operations {
  private static final int RENAME_NOREPLACE = 1;
  private static final int RENAME_EXCHANGE = 2;
  private static final int O_EXCL = 0200;

  private final Volumes volumes;
  private final Map<Long, List<Name>> openFolders = new HashMap<>();
  private long handles;

  Operations(Volumes volumes) {
    this.volumes = volumes;
  }

  private Inodes inodes() {
    return volumes.inodes();
  }

  /** A folder in which names can change: not the one that holds the volumes. */
  private Folder folder(long id) throws FileSystemException {
    var folder = inodes().folder(id);
    if (folder == volumes.top()) {
      throw new FileSystemException(Errno.EROFS);
    }
    return folder;
  }

  void lookup(Request request, Reply reply) throws FileSystemException {
    var folder = inodes().folder(request.node());
    Wire.entry(reply, folder.volume().lookup(folder, request.name(0)));
  }

  void forget(Request request) {
    inodes().forget(request.node(), request.int64(0));
  }

  void forgetAll(Request request) {
    for (int i = 0; i < request.int32(0); i++) {
      inodes().forget(request.int64(8 + 16 * i), request.int64(16 + 16 * i));
    }
  }

  void getattr(Request request, Reply reply) throws FileSystemException {
    Wire.attributesOut(reply, inodes().get(request.node()));
  }

  void setattr(Request request, Reply reply) throws FileSystemException {
    var inode = inodes().get(request.node());
    int valid = request.int32(0);
    if ((valid & 1 << 3) != 0) {
      var file = inodes().file(request.node());
      file.volume().resize(file, request.int64(16));
    }
    if ((valid & 1) != 0) {
      inode.chmod(request.int32(68));
    }
    var owner = inode.owner();
    inode.chown(
        (valid & 1 << 1) != 0 ? request.int32(76) : owner.uid(),
        (valid & 1 << 2) != 0 ? request.int32(80) : owner.gid());
    inode.changed(Inode.now());
    if ((valid & 1 << 4) != 0) {
      inode.accessed((valid & 1 << 7) != 0 ? inode.changed() : time(request, 32, 56));
    }
    if ((valid & 1 << 5) != 0) {
      inode.modified((valid & 1 << 8) != 0 ? inode.changed() : time(request, 40, 60));
    }
    Wire.attributesOut(reply, inode);
  }

  private static long time(Request request, int seconds, int nanos) {
    return request.int64(seconds) * 1_000_000_000L + request.int32(nanos);
  }

  void readlink(Request request, Reply reply) throws FileSystemException {
    if (!(inodes().get(request.node()) instanceof SpecialFile link)) {
      throw new FileSystemException(Errno.EINVAL);
    }
    reply.bytes(link.target().getBytes(StandardCharsets.ISO_8859_1));
  }

  void symlink(Request request, Reply reply) throws FileSystemException {
    var name = request.name(0);
    var target = request.name(name.length() + 1);
    Wire.entry(reply, make(request, name, SpecialFile.LINK_BITS | 0777, target, 0));
  }

  void mknod(Request request, Reply reply) throws FileSystemException {
    int mode = request.int32(0);
    Wire.entry(reply, make(request, request.name(16), mode, "", request.int32(4)));
  }

  void mkdir(Request request, Reply reply) throws FileSystemException {
    int mode = Folder.TYPE_BITS | (request.int32(0) & ~Inode.TYPE);
    Wire.entry(reply, make(request, request.name(8), mode, "", 0));
  }

  private Inode make(Request request, String name, int mode, String target, int device)
      throws FileSystemException {
    var folder = folder(request.node());
    var owner = new Owner(mode, request.uid(), request.gid());
    return folder.volume().create(folder, name, owner, target, device);
  }

  void create(Request request, Reply reply) throws FileSystemException {
    var folder = inodes().folder(request.node());
    var name = request.name(16);
    boolean there = folder.seen().containsKey(name) && (request.int32(0) & O_EXCL) == 0;
    int mode = RegularFile.TYPE_BITS | (request.int32(4) & ~Inode.TYPE);
    var inode = there ? folder.volume().lookup(folder, name) : make(request, name, mode, "", 0);
    inode.opened();
    Wire.entry(reply, inode);
    Wire.opened(reply, 0, true);
  }

  void unlink(Request request) throws FileSystemException {
    var folder = folder(request.node());
    folder.volume().unlink(folder, request.name(0));
  }

  void rmdir(Request request) throws FileSystemException {
    var folder = folder(request.node());
    folder.volume().rmdir(folder, request.name(0));
  }

  /** RENAME has its names at 8; RENAME2 has flags at 8, and its names at 16. */
  void rename(Request request, int namesAt) throws FileSystemException {
    var from = folder(request.node());
    var to = folder(request.int64(0));
    requireSameVolume(from, to);
    var name = request.name(namesAt);
    var newName = request.name(namesAt + name.length() + 1);
    int flags = namesAt == 16 ? request.int32(8) : 0;
    if ((flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE)) != 0) {
      throw new FileSystemException(Errno.EINVAL);
    }
    if ((flags & RENAME_NOREPLACE) != 0 && to.seen().containsKey(newName)) {
      throw new FileSystemException(Errno.EEXIST);
    }
    if ((flags & RENAME_EXCHANGE) != 0) {
      from.volume().exchange(from, name, to, newName);
    } else {
      from.volume().move(from, name, to, newName);
    }
  }

  void link(Request request, Reply reply) throws FileSystemException {
    var folder = folder(request.node());
    var inode = inodes().get(request.int64(0));
    requireSameVolume(inode, folder);
    folder.volume().link(inode, folder, request.name(8));
    Wire.entry(reply, inode);
  }

  private static void requireSameVolume(Inode one, Inode other) throws FileSystemException {
    if (one.volume() != other.volume()) {
      throw new FileSystemException(Errno.EXDEV);
    }
  }

  void open(Request request, Reply reply) throws FileSystemException {
    inodes().file(request.node()).opened();
    Wire.opened(reply, 0, true);
  }

  void release(Request request) throws FileSystemException {
    var inode = inodes().get(request.node());
    inode.released();
    inodes().dropIfUnreachable(inode);
  }

  void opendir(Request request, Reply reply) throws FileSystemException {
    openFolders.put(++handles, names(request));
    Wire.opened(reply, handles, false);
  }

  private List<Name> names(Request request) throws FileSystemException {
    var folder = inodes().folder(request.node());
    var names = new ArrayList<Name>();
    names.add(new Name(folder.id(), Folder.TYPE_BITS, "."));
    names.add(new Name(volumes.top().id(), Folder.TYPE_BITS, ".."));
    folder
        .seen()
        .forEach((name, inode) -> names.add(new Name(inode.id(), inode.owner().mode(), name)));
    return names;
  }

  /** From the start, a folder is read anew, as rewinddir(3) wants it. */
  void readdir(Request request, Reply reply) throws FileSystemException {
    long handle = request.int64(0);
    if (request.int64(8) == 0) {
      openFolders.put(handle, names(request));
    }
    var names = openFolders.getOrDefault(handle, List.of());
    Wire.names(reply, names, request.int64(8), request.int32(16));
  }

  void releasedir(Request request) {
    openFolders.remove(request.int64(0));
  }

  void statfs(Request request, Reply reply) throws FileSystemException {
    Wire.statfs(reply, inodes().get(request.node()).volume());
  }

  /** Room ahead: nothing is reserved, but the file may grow. Holes cannot be punched. */
  void fallocate(Request request) throws FileSystemException {
    var file = inodes().file(request.node());
    int mode = request.int32(24);
    if ((mode & ~1) != 0) {
      throw new FileSystemException(Errno.EOPNOTSUPP);
    }
    long end = request.int64(8) + request.int64(16);
    file.volume().reserve(file, end, mode == 0);
  }
}
