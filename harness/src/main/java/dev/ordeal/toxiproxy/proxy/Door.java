package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.loop.EventLoop;
import dev.ordeal.toxiproxy.model.ConnectFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The port of an enabled proxy. Open, it lets clients in. Refusing, the port is bound but not
 * listened on, so that the kernel refuses and nobody else can take it. Deaf, it is listened on with
 * the shortest backlog, and that is full of connections of our own: Linux then drops whatever asks
 * to connect, and the caller hangs.
 */
final class Door {
  private static final int DEAF_BACKLOG = 1;
  private static final int MAX_FILLERS = 8;

  private enum Shape {
    OPEN,
    REFUSING,
    DEAF
  }

  private final EventLoop loop;
  private final Consumer<SocketChannel> accepted;
  private final InetSocketAddress address;
  private final List<NetworkChannel> guards = new ArrayList<>();
  private @Nullable Listener listener;
  private Shape shape = Shape.OPEN;

  private Door(EventLoop loop, Listener listener, Consumer<SocketChannel> accepted) {
    this.loop = loop;
    this.listener = listener;
    this.accepted = accepted;
    this.address = listener.address();
  }

  /**
   * Takes a port and lets clients in.
   *
   * @throws IOException with Go's words when the address cannot be had
   */
  static Door open(EventLoop loop, InetSocketAddress address, Consumer<SocketChannel> accepted)
      throws IOException {
    return new Door(loop, Listener.open(loop, address, accepted), accepted);
  }

  /** The address it has, with the port that was chosen. */
  InetSocketAddress address() {
    return address;
  }

  /**
   * Treats those who connect from now on in another way.
   *
   * @throws IOException when the port was lost on the way; the door is closed then
   */
  void become(ConnectFault.Kind kind) throws IOException {
    Shape wanted =
        switch (kind) {
          case REFUSE -> Shape.REFUSING;
          case HANG -> Shape.DEAF;
          case NONE, SLOW, RESET -> Shape.OPEN;
        };
    if (wanted == shape) {
      return;
    }
    if (shape == Shape.REFUSING && wanted == Shape.OPEN) {
      // The guard is not listening, so both can have the port for this moment.
      listener = Listener.open(loop, address, accepted);
      closeGuards();
    } else {
      close();
      take(wanted);
    }
    shape = wanted;
  }

  private void take(Shape wanted) throws IOException {
    switch (wanted) {
      case OPEN -> listener = Listener.open(loop, address, accepted);
      case REFUSING -> guards.add(bound(SocketChannel.open(), 0));
      case DEAF -> {
        guards.add(bound(ServerSocketChannel.open(), DEAF_BACKLOG));
        fill();
      }
    }
  }

  private NetworkChannel bound(NetworkChannel channel, int backlog) throws IOException {
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      if (channel instanceof ServerSocketChannel server) {
        return server.bind(address, backlog);
      }
      return channel.bind(address);
    } catch (IOException e) {
      EventLoop.closeQuietly(channel);
      throw e;
    }
  }

  /** Connects to the deaf port until the kernel answers no more. */
  private void fill() throws IOException {
    boolean answered = true;
    for (int i = 0; i < MAX_FILLERS && answered; i++) {
      SocketChannel filler = SocketChannel.open();
      guards.add(filler);
      filler.configureBlocking(false);
      answered = filler.connect(reachable()) || filler.finishConnect();
    }
  }

  private InetSocketAddress reachable() {
    return address.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
        : address;
  }

  /** Gives the port up; it is free when this returns. */
  void close() {
    if (listener != null) {
      listener.close();
      listener = null;
    }
    closeGuards();
  }

  private void closeGuards() {
    guards.forEach(EventLoop::closeQuietly);
    guards.clear();
  }
}
