package dev.ordeal.toxiproxy.http;

import java.io.IOException;

/** What came is not a request of HTTP/1.1, or larger than any this server takes. */
final class MalformedRequestException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedRequestException(String why) {
    super(why);
  }
}
