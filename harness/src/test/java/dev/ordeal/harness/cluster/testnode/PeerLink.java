package dev.ordeal.harness.cluster.testnode;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The one outgoing connection to a peer: only sent on, reopened at the next send after a loss. What
 * cannot be sent is dropped.
 */
final class PeerLink {
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(10_000);
  private final String host;
  private final int port;
  private Socket socket = new Socket();
  private long nextTry = System.nanoTime();

  PeerLink(String peer, String host, int port) {
    this.host = host;
    this.port = port;
    TestNodeMain.daemon("to-" + peer, this::run);
  }

  void send(String line) {
    lines.offer(line);
  }

  private void run() {
    while (true) {
      try {
        var line = lines.take();
        if (ready()) {
          socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException lost) {
        closeQuietly();
      } catch (InterruptedException end) {
        return;
      }
    }
  }

  private boolean ready() throws IOException {
    if (socket.isConnected() && !socket.isClosed()) {
      return true;
    }
    if (System.nanoTime() - nextTry < 0) {
      return false;
    }
    nextTry = System.nanoTime() + RETRY_NANOS;
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(host, port), 1_000);
    var opened = socket;
    TestNodeMain.daemon("end-of-" + host + ":" + port, () -> closeAtEnd(opened));
    return true;
  }

  /** A peer never speaks here; the end of the stream is how a lost connection shows. */
  private static void closeAtEnd(Socket socket) {
    try (socket) {
      while (socket.getInputStream().read() >= 0) {}
    } catch (IOException lost) {
      // Closed either way.
    }
  }

  private void closeQuietly() {
    try {
      socket.close();
    } catch (IOException ignored) {
      // A new one is opened at the next send.
    }
  }
}
