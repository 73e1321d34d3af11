package dev.ordeal.toxiproxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Requests as bytes on a socket, one connection each: nothing a client library would add. */
record Wire(int port) {
  record Answer(int status, Map<String, String> headers, String body) {
    /** Asserts status and body. */
    void is(int expectedStatus, String expectedBody) {
      assertThat(body).isEqualTo(expectedBody);
      assertThat(status).isEqualTo(expectedStatus);
    }

    /** Asserts a refusal with this text. */
    void refuses(int expectedStatus, String error) {
      is(expectedStatus, "{\"error\":\"%s\",\"status\":%d}\n".formatted(error, expectedStatus));
    }
  }

  Answer get(String path) throws IOException {
    return send("GET", path, "");
  }

  Answer post(String path, String body) throws IOException {
    return send("POST", path, body);
  }

  Answer send(String method, String path, String body) throws IOException {
    return raw(
        "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(method, path, body.getBytes(ISO_8859_1).length, body));
  }

  /** The answer to a HEAD has the length of a body, but none. */
  Answer sendAnyMethod(String method, String path, String body) throws IOException {
    if (!method.equals("HEAD")) {
      return send(method, path, body);
    }
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "HEAD %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .formatted(path)
                  .getBytes(ISO_8859_1));
      String head = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      return new Answer(Integer.parseInt(head.split(" ")[1]), Map.of(), "");
    }
  }

  Answer raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return read(socket.getInputStream());
    }
  }

  /** Reads one answer; the connection may go on. */
  static Answer read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the server hung up after: " + head);
      }
      head.append((char) b);
    }
    String[] lines = head.toString().split("\r\n");
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      throw new IOException("this reader knows no chunks: " + head);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), ISO_8859_1);
    return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, body);
  }
}
