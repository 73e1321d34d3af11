package dev.ordeal.harness.cluster.disks.fuse;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The structures of {@code linux/fuse.h} that answers are made of. */
final class Wire {
  static final int ATTRIBUTES = 88;
  static final int ENTRY = 40 + ATTRIBUTES;
  static final int OPENED = 16;
  private static final long NANOS = 1_000_000_000L;
  private static final int SECTOR = 512;

  /** Reads and writes are to come here each time: what the kernel caches, no fault can touch. */
  private static final int FOPEN_DIRECT_IO = 1;

  private Wire() {}

  /** {@code struct fuse_attr}. */
  static void attributes(Reply reply, Inode inode) {
    var owner = inode.owner();
    reply.int64(inode.id()).int64(inode.size());
    reply.int64(inode.pages() * (Content.PAGE / SECTOR));
    long[] times = {inode.accessed(), inode.modified(), inode.changed()};
    for (long time : times) {
      reply.int64(Math.floorDiv(time, NANOS));
    }
    for (long time : times) {
      reply.int32((int) Math.floorMod(time, NANOS));
    }
    reply.int32(owner.mode()).int32(inode.links()).int32(owner.uid()).int32(owner.gid());
    reply.int32(inode instanceof SpecialFile special ? special.device() : 0);
    reply.int32(Content.PAGE).int32(0);
  }

  /** {@code struct fuse_attr_out}: valid for no time at all. */
  static void attributesOut(Reply reply, Inode inode) {
    reply.skip(16);
    attributes(reply, inode);
  }

  /** {@code struct fuse_entry_out}: the kernel knows it from now on, and asks each time anew. */
  static void entry(Reply reply, Inode inode) {
    inode.lookedUp();
    reply.int64(inode.id()).skip(32);
    attributes(reply, inode);
  }

  /** {@code struct fuse_open_out}. */
  static void opened(Reply reply, long handle, boolean direct) {
    reply.int64(handle).int32(direct ? FOPEN_DIRECT_IO : 0).int32(0);
  }

  /** A name in a folder, as it was when the folder was opened. */
  record Name(long id, int mode, String name) {

    private int padded() {
      return (24 + name.length() + 7) & ~7;
    }
  }

  /** As many {@code struct fuse_dirent} as have room, from that one on. */
  static void names(Reply reply, List<Name> names, long from, int room) {
    int left = Math.min(room, reply.room());
    for (int i = (int) Math.min(from, names.size()); i < names.size(); i++) {
      var name = names.get(i);
      left -= name.padded();
      if (left < 0) {
        return;
      }
      reply.int64(name.id()).int64(i + 1).int32(name.name().length());
      reply.int32((name.mode() & Inode.TYPE) >> 12);
      reply.bytes(name.name().getBytes(StandardCharsets.ISO_8859_1));
      reply.skip(name.padded() - 24 - name.name().length());
    }
  }

  /** {@code struct fuse_kstatfs}. */
  static void statfs(Reply reply, Volume volume) {
    long free = volume.freePages();
    reply.int64(volume.capacityPages()).int64(free).int64(free);
    reply.int64(volume.capacityPages()).int64(free);
    reply.int32(Content.PAGE).int32(Volume.NAME_BYTES_MAX).int32(Content.PAGE).skip(28);
  }

  /** {@code struct fuse_init_out}, for version 7.38. */
  static void init(Reply reply, int offered, int readAhead) {
    // Parallel reads, large writes, parallel lookups, more pages a request, more flags.
    int wanted = 1 | 1 << 5 | 1 << 18 | 1 << 22 | 1 << 30;
    // Shared mappings of files, although no file is cached (FUSE_DIRECT_IO_ALLOW_MMAP).
    int wantedToo = 1 << 4;
    reply.int32(7).int32(38).int32(readAhead).int32(wanted & offered);
    reply.int16(16).int16(12).int32(Connection.WRITE_MAX).int32(1);
    reply.int16(Connection.WRITE_MAX / Content.PAGE).int16(0).int32(wantedToo).skip(28);
  }
}
