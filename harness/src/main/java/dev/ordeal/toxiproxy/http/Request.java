package dev.ordeal.toxiproxy.http;

import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request, read whole.
 *
 * @param path percent-decoded, without the query
 * @param query what follows the question mark, as it is
 * @param headers by name in lower case
 */
record Request(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    byte[] body,
    boolean keepAlive) {
  /** The value of a parameter of the query. */
  Optional<String> parameter(String name) {
    for (String pair : query.split("&")) {
      if (pair.startsWith(name + "=")) {
        return Optional.of(pair.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }

  Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }
}
