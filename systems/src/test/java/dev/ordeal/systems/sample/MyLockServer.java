package dev.ordeal.systems.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The README's example of a system of the user's own: a lock kept in the memory of one server. */
final class MyLockServer {
  private String holder = "";

  private MyLockServer() {}

  /** Serves on the loopback port that is its one argument. */
  public static void main(String[] arguments) throws IOException {
    var server = new MyLockServer();
    int port = Integer.parseInt(arguments[0]);
    try (var listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket client = listener.accept();
        new Thread(() -> server.serve(client)).start();
      }
    }
  }

  private void serve(Socket client) {
    var utf8 = StandardCharsets.UTF_8;
    try (client;
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), utf8));
        var out = new PrintWriter(client.getOutputStream(), true, utf8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(answer(line.split(" ")) ? "yes" : "no");
      }
    } catch (IOException gone) {
      // The client will see it, too.
    }
  }

  private synchronized boolean answer(String[] request) {
    String expected = request[0].equals("lock") ? "" : request[1];
    boolean granted = holder.equals(expected);
    if (granted) {
      holder = request[0].equals("lock") ? request[1] : "";
    }
    return granted;
  }
}
