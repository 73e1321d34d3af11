package dev.ordeal.toxiproxy.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ordeal.toxiproxy.model.Refusal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One HTTP answer. */
record Response(int status, Map<String, String> headers, byte[] body) {
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(201, "Created"),
          Map.entry(204, "No Content"),
          Map.entry(301, "Moved Permanently"),
          Map.entry(400, "Bad Request"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(409, "Conflict"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"));

  static Response empty(int status) {
    return new Response(status, Map.of(), new byte[0]);
  }

  static Response json(int status, JsonElement body) {
    return new Response(status, Map.of("Content-Type", "application/json"), bytes(body.toString()));
  }

  /** Go's http.Error: the text with a newline, never to be sniffed for another type. */
  static Response plain(int status, String text) {
    return new Response(
        status,
        Map.of("Content-Type", "text/plain; charset=utf-8", "X-Content-Type-Options", "nosniff"),
        bytes(text + "\n"));
  }

  static Response refused(Refusal refusal) {
    return plain(refusal.status(), errorBody(refusal).toString());
  }

  static JsonObject errorBody(Refusal refusal) {
    JsonObject body = new JsonObject();
    body.addProperty("error", refusal.error());
    body.addProperty("status", refusal.status());
    return body;
  }

  Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, body);
  }

  /** Head and body in one piece: two writes would meet Nagle and a delayed acknowledgement. */
  byte[] encode(boolean keepAlive) {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(status).append(' ');
    head.append(REASONS.getOrDefault(status, "Status")).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (status != 204) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    if (!keepAlive) {
      head.append("Connection: close\r\n");
    }
    head.append("\r\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + body.length);
    out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
