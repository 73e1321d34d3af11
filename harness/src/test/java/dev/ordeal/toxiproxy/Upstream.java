package dev.ordeal.toxiproxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server behind a proxy: every connection runs one handler on a thread of its own. */
final class Upstream implements AutoCloseable {
  /** What a server does with one connection; closed when it returns. */
  interface Handler {
    void handle(Socket socket) throws Exception;
  }

  private final ServerSocket server;
  private final Handler handler;
  private final Thread acceptor;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private Upstream(Handler handler) throws IOException {
    this.handler = handler;
    server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    acceptor = start(this::accept);
  }

  static Upstream of(Handler handler) throws IOException {
    return new Upstream(handler);
  }

  /** Sends back what comes. */
  static Upstream echo() throws IOException {
    return of(socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** The connections it has taken, in order. */
  List<Socket> sockets() {
    return sockets;
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task, "upstream");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        start(() -> handle(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void handle(Socket socket) {
    try (socket) {
      handler.handle(socket);
    } catch (Exception e) {
      // A proxy that cuts the connection ends the handler: what the test looks at is the client.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    // A connection can still slip into an accept that is being closed; it must not stay open.
    join(acceptor);
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
