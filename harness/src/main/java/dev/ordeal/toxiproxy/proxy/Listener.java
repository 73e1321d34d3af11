package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.loop.EventLoop;
import dev.ordeal.toxiproxy.loop.ReadyHandler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** The listening socket of an enabled proxy. */
final class Listener implements ReadyHandler {
  private static final Logger LOG = System.getLogger(Listener.class.getName());
  private static final int BACKLOG = 1024;
  private static final int ACCEPTS_PER_TURN = 64;
  private static final long REST_NANOS = Duration.ofMillis(100).toNanos();

  private final EventLoop loop;
  private final ServerSocketChannel channel;
  private final SelectionKey key;
  private final Consumer<SocketChannel> accepted;

  private Listener(EventLoop loop, ServerSocketChannel channel, Consumer<SocketChannel> accepted)
      throws IOException {
    this.loop = loop;
    this.channel = channel;
    this.accepted = accepted;
    this.key = loop.register(channel, SelectionKey.OP_ACCEPT, this);
  }

  /**
   * Listens.
   *
   * @throws IOException with Go's words when the address cannot be had
   */
  static Listener open(EventLoop loop, InetSocketAddress address, Consumer<SocketChannel> accepted)
      throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address, BACKLOG);
      return new Listener(loop, channel, accepted);
    } catch (IOException e) {
      EventLoop.closeQuietly(channel);
      throw new IOException(
          "tcp " + HostPort.format(address) + ": bind: " + goWords(String.valueOf(e.getMessage())),
          e);
    }
  }

  /** Java tells the kernel's words with a capital, at times with a remark in brackets. */
  private static String goWords(String message) {
    String words = message.replaceFirst(" \\(.*\\)$", "");
    return words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) channel.socket().getLocalSocketAddress();
  }

  @Override
  public void ready(SelectionKey ready) {
    try {
      for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
        SocketChannel client = channel.accept();
        if (client == null) {
          return;
        }
        take(client);
      }
    } catch (IOException e) {
      rest(e);
    }
  }

  private void take(SocketChannel client) {
    try {
      Peer.configure(client, client.socket().getInetAddress());
      accepted.accept(client);
    } catch (IOException e) {
      EventLoop.closeQuietly(client);
    }
  }

  /** Without file descriptors every accept fails at once: try again when some may be free. */
  private void rest(IOException cause) {
    if (key.isValid()) {
      LOG.log(Level.WARNING, "cannot accept on {0}: {1}", address(), cause.getMessage());
      key.interestOps(0);
      loop.at(loop.now() + REST_NANOS, this::listenAgain);
    }
  }

  private void listenAgain() {
    if (key.isValid()) {
      key.interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  @Override
  public void failed(Exception cause) {
    LOG.log(Level.ERROR, "the listener on " + address() + " failed", cause);
  }

  /** Stops listening; the port is free when this returns. */
  void close() {
    EventLoop.closeQuietly(channel);
    loop.flushCloses();
  }
}
