package dev.ordeal.harness.cluster.disks.fuse;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bytes of a file, in pages; a page that is not there is zeros. Knows which bytes are rotten.
 */
final class Content {
  static final int PAGE = 4096;

  private final Map<Long, byte[]> pages = new HashMap<>();
  private final TreeMap<Long, Rot> rot = new TreeMap<>();
  private long size;

  Content() {}

  Content copy() {
    var copy = new Content();
    pages.forEach((number, page) -> copy.pages.put(number, page.clone()));
    copy.rot.putAll(rot);
    copy.size = size;
    return copy;
  }

  long size() {
    return size;
  }

  int pages() {
    return pages.size();
  }

  /** How many pages a write would add. */
  long missing(long offset, int length) {
    long missing = 0;
    for (long page = offset / PAGE; page * PAGE < offset + length; page++) {
      missing += pages.containsKey(page) ? 0 : 1;
    }
    return missing;
  }

  /** Puts what there is of a range into a buffer. */
  void read(long offset, int length, ByteBuffer into) {
    long end = Math.min(size, offset + length);
    for (long at = offset; at < end; ) {
      int inPage = (int) (at % PAGE);
      int part = (int) Math.min(PAGE - inPage, end - at);
      var page = pages.get(at / PAGE);
      into.put(page == null ? new byte[PAGE] : page, inPage, part);
      at += part;
    }
  }

  /** How many rotten bytes of a range are read for the first time. */
  int noteRead(long offset, int length) {
    int first = 0;
    for (var rotten : rot.subMap(offset, offset + length).values()) {
      first += rotten.firstRead() ? 1 : 0;
    }
    return first;
  }

  /** Writes the first bytes of some data; what was rotten there is no longer. */
  void write(long offset, byte[] data, int length) {
    for (int done = 0; done < length; ) {
      long at = offset + done;
      int inPage = (int) (at % PAGE);
      int part = Math.min(PAGE - inPage, length - done);
      var page = pages.computeIfAbsent(at / PAGE, number -> new byte[PAGE]);
      System.arraycopy(data, done, page, inPage, part);
      done += part;
    }
    if (!rot.isEmpty()) {
      rot.subMap(offset, offset + length).clear();
    }
    size = Math.max(size, offset + length);
  }

  /** Cuts it, or lengthens it by zeros. */
  void resize(long to) {
    if (to < size) {
      long kept = (to + PAGE - 1) / PAGE;
      pages.keySet().removeIf(number -> number >= kept);
      var last = pages.get(to / PAGE);
      if (last != null) {
        java.util.Arrays.fill(last, (int) (to % PAGE), PAGE, (byte) 0);
      }
      rot.tailMap(to).clear();
    }
    size = to;
  }

  boolean rottenAt(long offset) {
    return rot.containsKey(offset);
  }

  /** Flips bits of one byte, which must not be rotten yet. */
  void flip(long offset, Rot rotten) {
    flipBits(offset, rotten.mask());
    rot.put(offset, rotten);
  }

  private void flipBits(long offset, byte mask) {
    var page = pages.computeIfAbsent(offset / PAGE, number -> new byte[PAGE]);
    page[(int) (offset % PAGE)] ^= mask;
  }

  /** Flips the rotten bytes back; how many. */
  int mend() {
    rot.forEach((offset, rotten) -> flipBits(offset, rotten.mask()));
    int mended = rot.size();
    rot.clear();
    return mended;
  }
}
