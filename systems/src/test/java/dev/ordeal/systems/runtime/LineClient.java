package dev.ordeal.systems.runtime;

import dev.ordeal.systems.port.Bodies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client that asks one question at a time over a blocking socket. */
public final class LineClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final String name;
  private final Socket socket;
  private final BufferedReader in;
  private final OutputStream out;
  private long lastId;

  /** Connects to a node on the loopback. */
  public LineClient(String name, int port) throws IOException {
    this.name = name;
    this.socket = new Socket("127.0.0.1", port);
    this.socket.setSoTimeout(PATIENCE_MILLIS);
    this.socket.setTcpNoDelay(true);
    this.in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    this.out = socket.getOutputStream();
  }

  /** Sends a request and waits for its answer's body. */
  public Map<String, @Nullable Object> ask(@Nullable Object... namesAndValues) throws IOException {
    long id = ++lastId;
    Map<String, @Nullable Object> body = Bodies.with(Bodies.of(namesAndValues), "msg_id", id);
    send(Json.write(Bodies.of("src", name, "dest", "n1", "body", body)));
    while (true) {
      Map<String, @Nullable Object> answer = Bodies.fields(Json.read(line(), 100), "body");
      if (Long.valueOf(id).equals(answer.get("in_reply_to"))) {
        return answer;
      }
    }
  }

  void send(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  String line() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the node closed the connection");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
