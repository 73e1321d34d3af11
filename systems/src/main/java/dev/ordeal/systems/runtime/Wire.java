package dev.ordeal.systems.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Lines of text over one connected socket that never blocks.
 *
 * <p>Both directions are bounded: a line that is longer than {@link #LONGEST_LINE} bytes ends the
 * connection, and while {@link #MOST_QUEUED} lines wait to be sent, newer ones are dropped.
 */
final class Wire {
  static final int LONGEST_LINE = 1 << 20;
  static final int MOST_QUEUED = 1_000;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer incoming;
  private final Deque<ByteBuffer> queued = new ArrayDeque<>();
  private byte[] unfinished = new byte[1024];
  private int unfinishedLength;

  /** Lines over a channel whose key is registered with the loop. */
  Wire(SocketChannel channel, SelectionKey key, ByteBuffer incoming) {
    this.channel = channel;
    this.key = key;
    this.incoming = incoming;
  }

  /** Sends a line, or queues it, or drops it if too many are queued. */
  void send(String line) throws IOException {
    if (queued.size() >= MOST_QUEUED) {
      return;
    }
    queued.add(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    if (queued.size() == 1) {
      flush();
    }
  }

  void flush() throws IOException {
    for (ByteBuffer next = queued.peek(); next != null; next = queued.peek()) {
      channel.write(next);
      if (next.hasRemaining()) {
        break;
      }
      queued.poll();
    }
    int interest = SelectionKey.OP_READ | (queued.isEmpty() ? 0 : SelectionKey.OP_WRITE);
    if (key.interestOps() != interest) {
      key.interestOps(interest);
    }
  }

  /**
   * Hands over the lines that have arrived.
   *
   * @throws IOException if the connection is lost or at its end, or a line is too long
   */
  void receive(Consumer<String> lines) throws IOException {
    incoming.clear();
    if (channel.read(incoming) < 0) {
      throw new IOException("the other side closed the connection");
    }
    incoming.flip();
    while (incoming.hasRemaining()) {
      byte next = incoming.get();
      if (next == '\n') {
        String line = new String(unfinished, 0, unfinishedLength, StandardCharsets.UTF_8);
        unfinishedLength = 0;
        lines.accept(line);
      } else {
        keep(next);
      }
    }
  }

  private void keep(byte next) throws IOException {
    if (unfinishedLength == unfinished.length) {
      if (unfinishedLength >= LONGEST_LINE) {
        throw new IOException("a line is longer than " + LONGEST_LINE + " bytes");
      }
      unfinished = Arrays.copyOf(unfinished, 2 * unfinishedLength);
    }
    unfinished[unfinishedLength++] = next;
  }

  void close() {
    key.cancel();
    EventLoop.closeQuietly(channel);
  }
}
