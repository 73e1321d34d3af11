package dev.ordeal.toxiproxy.bench;

import dev.ordeal.toxiproxy.ToxiproxyServer;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/**
 * Measures, direct and through a proxy without toxics: round trips, connects, one-way throughput;
 * then calls of the API from the Toxiproxy client. With two ports as arguments it measures another
 * proxy side by side, which listens on the first and forwards to the second: each round measures
 * all of them in turn, so that they share whatever else the machine does.
 */
public final class ProxyBench {
  private static final int ROUNDS = Integer.getInteger("rounds", 7);
  private static final int ECHO = 1;
  private static final int SINK = 2;

  private ProxyBench() {}

  /** Runs all of it; takes about half a minute. */
  public static void main(String[] arguments) throws Exception {
    boolean foreign = arguments.length == 2;
    int upstreamPort = foreign ? Integer.parseInt(arguments[1]) : 0;
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket upstream = new ServerSocket(upstreamPort, 1024, loopback);
        ToxiproxyServer server = ToxiproxyServer.builder().start()) {
      daemon(() -> serve(upstream));
      int direct = upstream.getLocalPort();
      ToxiproxyClient client = new ToxiproxyClient("127.0.0.1", server.port());
      Proxy proxy = client.createProxy("bench", "127.0.0.1:0", "127.0.0.1:" + direct);
      int ours = port(proxy.getListen());
      int[] ports =
          foreign
              ? new int[] {direct, ours, Integer.parseInt(arguments[0])}
              : new int[] {direct, ours};
      System.out.println("best / median                      direct              ours   another");
      row("64 B round trip, p50 us", port -> roundTrip(port, 64), ports);
      row("4 KiB round trip, p50 us", port -> roundTrip(port, 4096), ports);
      row("connect+echo+close, p50 us", ProxyBench::connects, ports);
      row("one way, MB/s (64 KiB)", port -> -oneWay(port), ports);
      proxy.toxics().latency("l", ToxicDirection.DOWNSTREAM, 0);
      proxy.toxics().latency("u", ToxicDirection.UPSTREAM, 0);
      row("64 B, latency 0 both ways", port -> roundTrip(port, 64), ours);
      row("one way, latency 0", port -> -oneWay(port), ours);
      client.reset();
      row("GET /proxies, p50 us", port -> calls(client), ours);
      row("add+remove toxic, p50 us", port -> toxics(proxy), ours);
    }
  }

  private static int port(String listen) {
    return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
  }

  private interface Measure {
    double of(int port) throws IOException;
  }

  private static void row(String name, Measure measure, int... ports) throws IOException {
    double[][] values = new double[ports.length][ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      for (int i = 0; i < ports.length; i++) {
        // The first round warms up, and the second takes its place.
        values[i][Math.max(0, round)] = measure.of(ports[i]);
      }
    }
    StringBuilder line = new StringBuilder("%-27s".formatted(name));
    for (double[] figures : values) {
      Arrays.sort(figures);
      double best = Math.abs(figures[0]);
      line.append("  %7.1f / %7.1f".formatted(best, Math.abs(figures[ROUNDS / 2])));
    }
    System.out.println(line);
  }

  private static double roundTrip(int port, int size) throws IOException {
    try (Socket socket = connect(port, ECHO)) {
      OutputStream out = socket.getOutputStream();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] message = new byte[size];
      long[] nanos = new long[5_000];
      for (int i = 0; i < nanos.length; i++) {
        long before = System.nanoTime();
        out.write(message);
        in.readFully(message);
        nanos[i] = System.nanoTime() - before;
      }
      return p50Micros(nanos);
    }
  }

  private static double connects(int port) throws IOException {
    long[] nanos = new long[1_000];
    for (int i = 0; i < nanos.length; i++) {
      long before = System.nanoTime();
      try (Socket socket = connect(port, ECHO)) {
        socket.getOutputStream().write(1);
        socket.getInputStream().read();
      }
      nanos[i] = System.nanoTime() - before;
    }
    return p50Micros(nanos);
  }

  private static double oneWay(int port) throws IOException {
    byte[] block = new byte[64 << 10];
    int blocks = 8_192;
    try (Socket socket = connect(port, SINK)) {
      long before = System.nanoTime();
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < blocks; i++) {
        out.write(block);
      }
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.readByte();
      return blocks * (double) block.length * 1e3 / (System.nanoTime() - before);
    }
  }

  private static double calls(ToxiproxyClient client) throws IOException {
    long[] nanos = new long[1_000];
    for (int i = 0; i < nanos.length; i++) {
      long before = System.nanoTime();
      client.getProxies();
      nanos[i] = System.nanoTime() - before;
    }
    return p50Micros(nanos);
  }

  private static double toxics(Proxy proxy) throws IOException {
    long[] nanos = new long[1_000];
    for (int i = 0; i < nanos.length; i++) {
      long before = System.nanoTime();
      proxy.toxics().latency("t", ToxicDirection.UPSTREAM, 1).remove();
      nanos[i] = System.nanoTime() - before;
    }
    return p50Micros(nanos);
  }

  private static double p50Micros(long[] nanos) {
    Arrays.sort(nanos);
    return nanos[nanos.length / 2] / 1e3;
  }

  private static Socket connect(int port, int mode) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.getOutputStream().write(mode);
    return socket;
  }

  private static void serve(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        daemon(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      if (in.read() == ECHO) {
        in.transferTo(socket.getOutputStream());
      } else {
        long left = 1L << 29;
        byte[] buffer = new byte[256 << 10];
        while (left > 0) {
          left -= in.read(buffer);
        }
        socket.getOutputStream().write(1);
      }
    } catch (IOException e) {
      return;
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "bench");
    thread.setDaemon(true);
    thread.start();
  }
}
