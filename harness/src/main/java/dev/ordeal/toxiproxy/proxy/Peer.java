package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.loop.EventLoop;
import dev.ordeal.toxiproxy.loop.ReadyHandler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connected socket and its place in the selector. */
final class Peer {
  private static final Logger LOG = System.getLogger(Peer.class.getName());

  /** Where throughput was best, of 64 KiB to 1 MiB; the kernel doubles it. */
  private static final int LOOPBACK_BYTES = 192 << 10;

  private static final ReadyHandler NONE =
      new ReadyHandler() {
        @Override
        public void ready(SelectionKey key) {}

        @Override
        public void failed(Exception cause) {}
      };

  private final SocketChannel channel;
  private final SelectionKey key;

  Peer(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
  }

  /** Gives a channel its place in the selector; nothing happens before {@link #start}. */
  static Peer of(EventLoop loop, SocketChannel channel) throws IOException {
    return new Peer(channel, loop.register(channel, 0, NONE));
  }

  /**
   * Small messages must not wait for Nagle; dead peers must be noticed. Both are off by default. On
   * loopback there is no round trip to bridge, and what lies in long queues has left the
   * processor's caches before it is read: short ones carry a third more bytes a second.
   *
   * @param other where the other side is, or will be
   */
  static void configure(SocketChannel channel, @Nullable InetAddress other) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    if (other != null && other.isLoopbackAddress()) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, LOOPBACK_BYTES);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, LOOPBACK_BYTES);
    }
  }

  /** Begins to read, for a handler that replaces the one before. */
  void start(ReadyHandler handler) {
    key.attach(handler);
    wantRead(true);
  }

  int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  int write(ByteBuffer bytes) throws IOException {
    return channel.write(bytes);
  }

  void wantRead(boolean wanted) {
    want(SelectionKey.OP_READ, wanted);
  }

  void wantWrite(boolean wanted) {
    want(SelectionKey.OP_WRITE, wanted);
  }

  private void want(int op, boolean wanted) {
    if (key.isValid()) {
      int ops = key.interestOps();
      int changed = wanted ? ops | op : ops & ~op;
      if (changed != ops) {
        key.interestOps(changed);
      }
    }
  }

  /** Tells the other side that nothing more comes; it may still send. */
  void finishOutput() {
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      close();
    }
  }

  /** Closes with RST: the other side's next read or write fails. */
  void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      LOG.log(Level.TRACE, "closed before it could be reset", e);
    }
    close();
  }

  /** The address of the other side. */
  String remote() {
    try {
      return channel.getRemoteAddress() instanceof InetSocketAddress address
          ? HostPort.format(address)
          : "";
    } catch (IOException e) {
      return "";
    }
  }

  void close() {
    EventLoop.closeQuietly(channel);
  }
}
