package dev.ordeal.nemesis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A node that says back each line it hears, and goes on when it can take no connection. */
public final class EchoNode {

  private EchoNode() {}

  /** Serves at this {@code HOST:PORT} until it is ended. */
  public static void main(String[] args) throws Exception {
    int colon = args[0].lastIndexOf(':');
    try (var server = new ServerSocket()) {
      server.setReuseAddress(true);
      int port = Integer.parseInt(args[0].substring(colon + 1));
      server.bind(new InetSocketAddress(args[0].substring(0, colon), port));
      System.out.println("serving");
      while (true) {
        serve(server);
      }
    }
  }

  private static void serve(ServerSocket server) throws InterruptedException {
    try {
      var socket = server.accept();
      var thread = new Thread(() -> echo(socket));
      thread.setDaemon(true);
      thread.start();
    } catch (IOException | OutOfMemoryError starved) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static void echo(Socket socket) {
    try (socket;
        var lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; ) {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException lost) {
      // Whoever was there is gone.
    }
  }
}
