package dev.ordeal.toxiproxy;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** A server, one upstream, one proxy between, and the connections a test has made through it. */
final class Rig implements AutoCloseable {
  /** A thread for each task: of tasks that wait for each other, a pool may run one alone. */
  static final Executor THREADS =
      task -> {
        Thread thread = new Thread(task, "test");
        thread.setDaemon(true);
        thread.start();
      };

  final ToxiproxyServer server;
  final Upstream upstream;
  final ToxiproxyClient client;
  final Proxy proxy;
  private final List<Socket> sockets = new ArrayList<>();

  Rig(ToxiproxyServer.Builder builder, Upstream.Handler handler) throws IOException {
    server = builder.start();
    upstream = Upstream.of(handler);
    client = new ToxiproxyClient("127.0.0.1", server.port());
    proxy = client.createProxy("p", "127.0.0.1:0", upstream.address());
  }

  static Rig of(Upstream.Handler handler) throws IOException {
    return new Rig(ToxiproxyServer.builder(), handler);
  }

  static Rig echo() throws IOException {
    return of(Rig::echoing);
  }

  static void echoing(Socket socket) throws IOException {
    socket.getInputStream().transferTo(socket.getOutputStream());
  }

  Wire wire() {
    return new Wire(server.port());
  }

  Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", port());
    sockets.add(socket);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    return socket;
  }

  int port() {
    String listen = proxy.getListen();
    return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
  }

  static int echo(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    return socket.getInputStream().read();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
    upstream.close();
  }
}
