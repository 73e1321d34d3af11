package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.loop.EventLoop;
import dev.ordeal.toxiproxy.loop.ReadyHandler;
import dev.ordeal.toxiproxy.loop.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach an upstream: its name is looked up, its addresses are tried in turn, and
 * after the dial timeout it is over. Nothing waits for it.
 */
final class Dial implements ReadyHandler {
  private final EventLoop loop;
  private final Consumer<Peer> connected;
  private final Consumer<String> failed;
  private final Deque<InetAddress> addresses = new ArrayDeque<>();
  private @Nullable SocketChannel channel;
  private final Timer timer;
  private int port;
  private String lastFailure = "no such host";
  private boolean over;

  private Dial(Resources resources, Consumer<Peer> connected, Consumer<String> failed) {
    this.loop = resources.loop();
    this.connected = connected;
    this.failed = failed;
    long deadline = loop.now() + resources.dialTimeout().toNanos();
    this.timer = loop.at(deadline, () -> fail("timed out"));
  }

  /**
   * Begins to dial; the outcome is told later, never before this returns.
   *
   * @param connected gets the socket, which it must start
   * @param failed gets the reason
   */
  static Dial start(
      Resources resources, String target, Consumer<Peer> connected, Consumer<String> failed) {
    Dial dial = new Dial(resources, connected, failed);
    try {
      HostPort hostPort = HostPort.parse(target);
      dial.port = hostPort.port();
      resources.resolver().resolve(hostPort.host(), dial::found);
    } catch (IOException e) {
      dial.lastFailure = String.valueOf(e.getMessage());
      dial.found(List.of());
    }
    return dial;
  }

  /** Gives up without a word. */
  void cancel() {
    over = true;
    timer.cancel();
    if (channel != null) {
      EventLoop.closeQuietly(channel);
    }
  }

  private void found(List<InetAddress> found) {
    loop.execute(
        () -> {
          if (!over) {
            addresses.addAll(found);
            tryNext();
          }
        });
  }

  private void tryNext() {
    while (!addresses.isEmpty()) {
      try {
        connect(addresses.remove());
        return;
      } catch (IOException | RuntimeException e) {
        giveUp(e);
      }
    }
    fail(lastFailure);
  }

  private void connect(InetAddress address) throws IOException {
    SocketChannel next = SocketChannel.open();
    channel = next;
    Peer.configure(next, address);
    boolean done = next.connect(new InetSocketAddress(address, port));
    SelectionKey key = loop.register(next, done ? 0 : SelectionKey.OP_CONNECT, this);
    if (done) {
      succeed(next, key);
    }
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    SocketChannel connecting = (SocketChannel) key.channel();
    if (connecting.finishConnect()) {
      succeed(connecting, key);
    }
  }

  @Override
  public void failed(Exception cause) {
    giveUp(cause);
    tryNext();
  }

  private void giveUp(Exception cause) {
    lastFailure = String.valueOf(cause.getMessage());
    if (channel != null) {
      EventLoop.closeQuietly(channel);
    }
  }

  private void succeed(SocketChannel open, SelectionKey key) throws IOException {
    if (open.getLocalAddress().equals(open.getRemoteAddress())) {
      // A dial to a free port of this machine can meet itself; the port is as good as refused.
      throw new IOException("Connection refused");
    }
    // A connected socket can always be written: left on, this interest would wake the loop for
    // ever.
    key.interestOps(0);
    over = true;
    timer.cancel();
    connected.accept(new Peer(open, key));
  }

  private void fail(String reason) {
    if (!over) {
      cancel();
      failed.accept(reason);
    }
  }
}
