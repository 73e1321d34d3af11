package dev.ordeal.toxiproxy.http;

import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request, read whole.
 *
 * @param path percent-decoded, without the query
 * @param headers by name in lower case
 */
record Request(
    String method, String path, Map<String, String> headers, byte[] body, boolean keepAlive) {
  Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }
}
