package dev.ordeal.toxiproxy.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the requests of one connection: HTTP/1.1 (RFC 9112) with bodies by length or in chunks. A
 * request with neither has no body; that is how toxiproxy-java resets.
 */
final class RequestReader {
  private static final int MAX_HEAD = 64 * 1024;
  private static final int MAX_BODY = 16 << 20;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final InputStream in;
  private final OutputStream out;
  private int headLeft;

  RequestReader(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** The first line of the next request; absent when the client has gone. */
  Optional<String> firstLine() throws IOException {
    headLeft = MAX_HEAD;
    try {
      String line = line();
      return Optional.of(line.isEmpty() ? line() : line);
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  /** The rest of the request whose first line is given. */
  Request rest(String firstLine) throws IOException {
    String[] parts = firstLine.split(" ", -1);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      throw new MalformedRequestException("not a request line of HTTP/1.1");
    }
    Map<String, String> headers = headers();
    String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
    boolean keepAlive =
        parts[2].equals("HTTP/1.0")
            ? connection.contains("keep-alive")
            : !connection.contains("close");
    if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
      out.write(CONTINUE);
    }
    int query = parts[1].indexOf('?');
    return new Request(
        parts[0],
        path(query < 0 ? parts[1] : parts[1].substring(0, query)),
        query < 0 ? "" : parts[1].substring(query + 1),
        headers,
        body(headers),
        keepAlive);
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new MalformedRequestException("a header line without a name");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.put(name, line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    String coding = headers.getOrDefault("transfer-encoding", "");
    if (coding.equalsIgnoreCase("chunked")) {
      return chunked();
    }
    if (!coding.isEmpty()) {
      throw new MalformedRequestException("unknown transfer coding " + coding);
    }
    return exactly(size(headers.getOrDefault("content-length", "0"), 10, 0));
  }

  private byte[] chunked() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      headLeft = MAX_HEAD;
      String sizeLine = line();
      int semicolon = sizeLine.indexOf(';');
      String digits = semicolon < 0 ? sizeLine : sizeLine.substring(0, semicolon);
      int size = size(digits.strip(), 16, body.size());
      if (size == 0) {
        headers();
        return body.toByteArray();
      }
      body.writeBytes(exactly(size));
      if (!line().isEmpty()) {
        throw new MalformedRequestException("a chunk longer than its size");
      }
    }
  }

  private static int size(String digits, int radix, int before) throws MalformedRequestException {
    try {
      int size = Integer.parseInt(digits, radix);
      if (size >= 0 && size <= MAX_BODY - before) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Falls through: as wrong as a size out of range.
    }
    throw new MalformedRequestException("a body of no acceptable size: " + digits);
  }

  private byte[] exactly(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("the client left in the middle of a body");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the client left");
      }
      if (--headLeft < 0) {
        throw new MalformedRequestException("a head of more than " + MAX_HEAD + " bytes");
      }
      line.append((char) b);
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }

  private static String path(String raw) throws MalformedRequestException {
    byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        decoded.write(escaped(raw, i));
        i += 2;
      } else {
        decoded.write(bytes[i]);
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }

  private static int escaped(String raw, int at) throws MalformedRequestException {
    if (at + 2 < raw.length()) {
      int high = Character.digit(raw.charAt(at + 1), 16);
      int low = Character.digit(raw.charAt(at + 2), 16);
      if (high >= 0 && low >= 0) {
        return high << 4 | low;
      }
    }
    throw new MalformedRequestException("a broken % escape in " + raw);
  }
}
