package dev.ordeal.harness.cluster.links;

import dev.ordeal.harness.cluster.HostPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** A node that keeps what it hears, and says each line back on the same connection. */
final class EchoPeer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  EchoPeer() throws IOException {
    daemon(this::accept);
  }

  HostPort listen() {
    return new HostPort("127.0.0.1", listener.getLocalPort());
  }

  BlockingQueue<String> heard() {
    return heard;
  }

  private void accept() {
    try {
      while (true) {
        var socket = listener.accept();
        sockets.add(socket);
        daemon(() -> echo(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void echo(Socket socket) {
    try (var dialogue = new Dialogue(socket)) {
      for (String line; (line = dialogue.next()) != null; ) {
        heard.add(line);
        dialogue.say(line);
      }
    } catch (IOException closed) {
      // Either side has ended it.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (var socket : sockets) {
      socket.close();
    }
  }

  static void daemon(Runnable task) {
    var thread = new Thread(task, "echo");
    thread.setDaemon(true);
    thread.start();
  }

  /** Lines to and from a socket. */
  static final class Dialogue implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader reader;

    Dialogue(Socket socket) throws IOException {
      this.socket = socket;
      socket.setTcpNoDelay(true);
      var input = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
      this.reader = new BufferedReader(input);
    }

    static Dialogue with(HostPort address) throws IOException {
      return new Dialogue(new Socket(address.host(), address.port()));
    }

    Dialogue patience(int millis) throws IOException {
      socket.setSoTimeout(millis);
      return this;
    }

    void say(String line) throws IOException {
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The next line; null at the end. */
    String next() throws IOException {
      return reader.readLine();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
