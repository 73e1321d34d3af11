package dev.ordeal.harness.cluster.disks.fuse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The answer to one request as it is built: {@code struct fuse_out_header}, and what follows. */
final class Reply {
  private static final int HEADER = 16;

  private final ByteBuffer buffer;

  /** In a buffer of its own. */
  static Reply ofBytes(int payload) {
    return new Reply(ByteBuffer.allocate(HEADER + payload));
  }

  /** In this buffer, from its start. */
  Reply(ByteBuffer buffer) {
    this.buffer = buffer.clear().order(ByteOrder.LITTLE_ENDIAN).position(HEADER);
  }

  Reply int16(int value) {
    buffer.putShort((short) value);
    return this;
  }

  Reply int32(int value) {
    buffer.putInt(value);
    return this;
  }

  Reply int64(long value) {
    buffer.putLong(value);
    return this;
  }

  Reply bytes(byte[] bytes) {
    buffer.put(bytes);
    return this;
  }

  /** Zeros. */
  Reply skip(int bytes) {
    for (int i = 0; i < bytes; i++) {
      buffer.put((byte) 0);
    }
    return this;
  }

  /** Where to put what follows, straight. */
  ByteBuffer payload() {
    return buffer;
  }

  int room() {
    return buffer.remaining();
  }

  /** The whole answer. */
  ByteBuffer finished(long unique) {
    return headed(0, unique);
  }

  /** The answer that it cannot be done; what was built is dropped. */
  ByteBuffer failed(Errno errno, long unique) {
    buffer.position(HEADER);
    return headed(-errno.number(), unique);
  }

  /** A message that the kernel has not asked for: {@code enum fuse_notify_code}. */
  ByteBuffer notification(int code) {
    return headed(code, 0);
  }

  private ByteBuffer headed(int error, long unique) {
    int length = buffer.position();
    buffer.putInt(0, length).putInt(4, error).putLong(8, unique);
    return buffer.flip();
  }
}
