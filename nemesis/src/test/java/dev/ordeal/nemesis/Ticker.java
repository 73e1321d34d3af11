package dev.ordeal.nemesis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A program that accepts connections, says nothing over them, and counts in its log. */
final class Ticker {

  private Ticker() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int port = Integer.parseInt(args[0].substring(args[0].indexOf(':') + 1));
    try (var server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
      var accepting = new Thread(() -> accept(server));
      accepting.setDaemon(true);
      accepting.start();
      var never = new CountDownLatch(1);
      for (int tick = 1; !never.await(20, TimeUnit.MILLISECONDS); tick++) {
        System.out.println("tick " + tick);
      }
    }
  }

  private static void accept(ServerSocket server) {
    try {
      while (true) {
        server.accept().close();
      }
    } catch (IOException closed) {
      // The program has ended.
    }
  }
}
