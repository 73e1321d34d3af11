package dev.ordeal.harness.cluster.disks.fuse;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * The kernel's end of the file system, which is standard input: a read takes one request, a write
 * gives one answer. One thread reads; any may write.
 */
final class Connection {
  /** The largest write that the kernel may send in one request. */
  static final int WRITE_MAX = 1 << 20;

  private static final int HEADERS = 4096;

  @SuppressWarnings("resource") // It is open as long as this process lives, and no longer.
  private final FileChannel requests = new FileInputStream(FileDescriptor.in).getChannel();

  @SuppressWarnings("resource")
  private final FileChannel answers = new FileOutputStream(FileDescriptor.in).getChannel();

  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(WRITE_MAX + HEADERS).order(ByteOrder.LITTLE_ENDIAN);

  /** The next request; empty when the file system was unmounted. */
  Optional<Request> next() {
    while (true) {
      try {
        buffer.clear();
        if (requests.read(buffer) <= 0) {
          return Optional.empty();
        }
        return Optional.of(Request.from(buffer.flip()));
      } catch (IOException failure) {
        // A request may be taken back while it is being read; anything else is the end.
        if (!String.valueOf(failure.getMessage()).contains("No such file")) {
          return Optional.empty();
        }
      }
    }
  }

  /** Gives an answer; whether somebody still waited for it. */
  @SuppressWarnings("UnusedReturnValue")
  boolean answer(ByteBuffer whole) {
    try {
      return answers.write(whole) > 0;
    } catch (IOException takenBack) {
      return false;
    }
  }
}
