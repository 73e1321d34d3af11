package dev.ordeal.harness.cluster.disks.fuse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One request of the kernel: {@code struct fuse_in_header}, and what follows it.
 *
 * @param body what follows; valid until the next request is read
 */
record Request(int opcode, long unique, long node, int uid, int gid, int pid, ByteBuffer body) {
  private static final int HEADER = 40;

  /** Takes a whole request from a little-endian buffer. */
  static Request from(ByteBuffer whole) {
    int length = whole.getInt(0);
    var body = whole.slice(HEADER, length - HEADER).order(ByteOrder.LITTLE_ENDIAN);
    return new Request(
        whole.getInt(4),
        whole.getLong(8),
        whole.getLong(16),
        whole.getInt(24),
        whole.getInt(28),
        whole.getInt(32),
        body);
  }

  int int32(int at) {
    return body.getInt(at);
  }

  long int64(int at) {
    return body.getLong(at);
  }

  /** A name that ends with a zero byte; each byte becomes one character. */
  String name(int at) {
    int end = at;
    while (body.get(end) != 0) {
      end++;
    }
    return new String(bytes(at, end - at), StandardCharsets.ISO_8859_1);
  }

  byte[] bytes(int at, int length) {
    var bytes = new byte[length];
    body.get(at, bytes);
    return bytes;
  }
}
