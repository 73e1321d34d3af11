package dev.ordeal.toxiproxy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Plays the steps of a session against a server and tells what came of each, free of ports: {@code
 * METHOD path body}, {@code connect c proxy}, {@code echo c n}, {@code look c}, {@code finish c}.
 */
final class SessionPlayer implements AutoCloseable {
  private final Wire wire;
  private final int patienceMillis;
  private final Upstream upstream;
  private final Map<String, String> ports = new HashMap<>();
  private final Map<String, Socket> connections = new HashMap<>();

  SessionPlayer(int apiPort, int patienceMillis) throws IOException {
    this.wire = new Wire(apiPort);
    this.patienceMillis = patienceMillis;
    this.upstream = Upstream.echo();
    ports.put("$UP", upstream.address().replaceAll(".*:", ""));
    try (ServerSocket one = free();
        ServerSocket two = free();
        ServerSocket three = free();
        ServerSocket dead = free()) {
      ports.put("$P1", String.valueOf(one.getLocalPort()));
      ports.put("$P2", String.valueOf(two.getLocalPort()));
      ports.put("$P3", String.valueOf(three.getLocalPort()));
      ports.put("$DEAD", String.valueOf(dead.getLocalPort()));
    }
  }

  private static ServerSocket free() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  String play(String step) throws IOException {
    String[] words = step.split(" ", 3);
    return switch (words[0]) {
      case "connect" -> connect(words[1], words[2]);
      case "echo" -> echo(words[1], Integer.parseInt(words[2]));
      case "look" -> read(words[1], 0, 1, new byte[1]);
      case "finish" -> finish(words[1]);
      default -> call(words[0], words[1], words.length > 2 ? words[2] : "");
    };
  }

  private String call(String method, String path, String body) throws IOException {
    String text = body.replace('\'', '"');
    for (Map.Entry<String, String> port : ports.entrySet()) {
      text = text.replace(port.getKey(), port.getValue());
    }
    Wire.Answer answer = wire.sendAnyMethod(method, path, text);
    String type =
        switch (answer.headers().getOrDefault("content-type", "")) {
          case "" -> "-";
          case "application/json" -> "json";
          case "text/plain; charset=utf-8" -> "text";
          default -> answer.headers().toString();
        };
    return "%d %s %s".formatted(answer.status(), type, withoutPorts(answer.body())).strip();
  }

  private String withoutPorts(String body) {
    String text = body;
    for (Map.Entry<String, String> port : ports.entrySet()) {
      text = text.replace(":" + port.getValue(), ":" + port.getKey());
    }
    // The field Logger is an accident of the original; its decoder's own words are Go's.
    return text.strip()
        .replaceAll("(127\\.0\\.0\\.1|\\[::\\]):\\d+", "$1:*")
        .replace("\"Logger\":{},", "")
        .replaceAll("bad request body: .*\",", "bad request body: ...\",")
        .replace('"', '\'');
  }

  private String connect(String connection, String proxy) throws IOException {
    Wire.Answer shown = wire.get("/proxies/" + proxy.replace(" ", "%20"));
    if (shown.status() != 200) {
      return "no proxy";
    }
    JsonObject object = JsonParser.parseString(shown.body()).getAsJsonObject();
    String listen = object.get("listen").getAsString();
    int port = Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
    if (port == 0) {
      return "no port";
    }
    try {
      Socket socket = new Socket("127.0.0.1", port);
      socket.setTcpNoDelay(true);
      connections.put(connection, socket);
      return "connected";
    } catch (ConnectException e) {
      return "refused";
    }
  }

  private String echo(String connection, int size) throws IOException {
    Socket socket = connections.get(connection);
    if (socket == null) {
      return "gone";
    }
    byte[] sent = new byte[size];
    new Random(size).nextBytes(sent);
    try {
      socket.getOutputStream().write(sent);
    } catch (SocketException e) {
      return end(connection, "cannot send");
    }
    return read(connection, 0, size, sent);
  }

  private String read(String connection, int from, int size, byte[] expected) throws IOException {
    Socket socket = connections.get(connection);
    if (socket == null) {
      return "gone";
    }
    int count = from;
    try {
      socket.setSoTimeout(patienceMillis);
      while (count < size) {
        int b = socket.getInputStream().read();
        if (b < 0) {
          return end(connection, "end after " + count);
        }
        if ((byte) b != expected[count]) {
          return end(connection, "wrong byte after " + count);
        }
        count++;
      }
      return "all " + size;
    } catch (SocketTimeoutException e) {
      return "silent after " + count;
    } catch (SocketException e) {
      return end(connection, "reset after " + count);
    }
  }

  private String end(String connection, String how) throws IOException {
    Socket socket = connections.remove(connection);
    if (socket != null) {
      socket.close();
    }
    return how;
  }

  private String finish(String connection) throws IOException {
    Socket socket = connections.get(connection);
    if (socket == null) {
      return "gone";
    }
    try {
      socket.shutdownOutput();
      return "finished";
    } catch (SocketException e) {
      return end(connection, "cannot finish");
    }
  }

  /** Deletes what the session created; a server of its own need not be asked. */
  void deleteProxies() throws IOException {
    JsonObject proxies = JsonParser.parseString(wire.get("/proxies").body()).getAsJsonObject();
    for (String name : proxies.keySet()) {
      wire.send("DELETE", "/proxies/" + name.replace(" ", "%20"), "");
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : connections.values()) {
      socket.close();
    }
    upstream.close();
  }
}
