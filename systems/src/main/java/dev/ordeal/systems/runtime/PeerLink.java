package dev.ordeal.systems.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to one other node: a connection on which this node only sends.
 *
 * <p>It is opened at the first line, and again at the next line after it was lost, at the earliest
 * 100 ms and at the latest 1 s later. While it is down the latest {@link Wire#MOST_QUEUED} lines
 * wait, the oldest are dropped. A line may be lost with the connection, but is never sent twice.
 */
final class PeerLink implements EventLoop.Handler {
  private static final long FIRST_BACKOFF = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_BACKOFF = TimeUnit.SECONDS.toNanos(1);

  private final EventLoop loop;
  private final String peer;
  private final Address address;
  private final NodeLog log;
  private final Deque<String> waiting = new ArrayDeque<>();
  private final ByteBuffer ignored = ByteBuffer.allocate(1024);
  private @Nullable SocketChannel channel;
  private @Nullable Wire wire;
  private boolean connecting;
  private boolean lossLogged;
  private long backoff = FIRST_BACKOFF;
  private long notBefore = System.nanoTime();

  PeerLink(EventLoop loop, String peer, Address address, NodeLog log) {
    this.loop = loop;
    this.peer = peer;
    this.address = address;
    this.log = log;
  }

  void send(String line) {
    if (wire != null) {
      try {
        wire.send(line);
      } catch (IOException e) {
        lost(e);
      }
      return;
    }
    if (waiting.size() >= Wire.MOST_QUEUED) {
      waiting.poll();
    }
    waiting.add(line);
    if (!connecting) {
      connecting = true;
      loop.after(Math.max(0, notBefore - System.nanoTime()), this::resolve);
    }
  }

  /** Names are looked up anew for each connection, aside, since that can take seconds. */
  private void resolve() {
    var lookup =
        new Thread(
            () -> {
              InetSocketAddress found = new InetSocketAddress(address.host(), address.port());
              loop.post(() -> connect(found));
            },
            "lookup-" + peer);
    lookup.setDaemon(true);
    lookup.start();
  }

  private void connect(InetSocketAddress found) {
    try {
      if (found.isUnresolved()) {
        throw new IOException("the host " + found.getHostString() + " has no known address");
      }
      SocketChannel fresh = SocketChannel.open();
      channel = fresh;
      fresh.configureBlocking(false);
      fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey key = loop.register(fresh, SelectionKey.OP_CONNECT, this);
      if (fresh.connect(found)) {
        connected(fresh, key);
      }
    } catch (IOException e) {
      lost(e);
    }
  }

  @Override
  public void ready(SelectionKey key) {
    SocketChannel ready = (SocketChannel) key.channel();
    if (ready != channel) {
      EventLoop.closeQuietly(ready);
      return;
    }
    try {
      if (key.isConnectable() && ready.finishConnect()) {
        connected(ready, key);
      }
      if (wire != null && key.isValid() && key.isReadable()) {
        wire.receive(line -> {});
      }
      if (wire != null && key.isValid() && key.isWritable()) {
        wire.flush();
      }
    } catch (IOException e) {
      lost(e);
    }
  }

  private void connected(SocketChannel open, SelectionKey key) throws IOException {
    connecting = false;
    backoff = FIRST_BACKOFF;
    if (lossLogged) {
      lossLogged = false;
      log.say("reaches " + peer + " again");
    }
    key.interestOps(SelectionKey.OP_READ);
    Wire fresh = new Wire(open, key, ignored);
    wire = fresh;
    for (String line = waiting.poll(); line != null; line = waiting.poll()) {
      fresh.send(line);
    }
  }

  private void lost(IOException why) {
    if (!lossLogged) {
      lossLogged = true;
      log.say("lost its connection to " + peer + " at " + address, why);
    }
    if (channel != null) {
      EventLoop.closeQuietly(channel);
    }
    channel = null;
    wire = null;
    connecting = false;
    waiting.clear();
    notBefore = System.nanoTime() + backoff;
    backoff = Math.min(2 * backoff, LONGEST_BACKOFF);
  }
}
