package dev.ordeal.systems.runtime;

/**
 * Where a node listens or is reached.
 *
 * @param host a name or a literal address
 * @param port 1 to 65535; 0 to listen on any free port
 */
public record Address(String host, int port) {

  /**
   * Reads {@code host:port}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (colon > 0 && port >= 0 && port <= 0xffff) {
        return new Address(text.substring(0, colon), port);
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for all mistakes.
    }
    throw new IllegalArgumentException("'" + text + "' is not an address; write HOST:PORT");
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
