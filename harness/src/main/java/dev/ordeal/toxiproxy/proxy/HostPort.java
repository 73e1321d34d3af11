package dev.ordeal.toxiproxy.proxy;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A host and a port as Go writes them: {@code a:1}, {@code 10.0.0.1:1}, {@code [::1]:1}, {@code
 * :1}.
 */
record HostPort(String host, int port) {
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern LONGEST_ZEROES = Pattern.compile("(^|:)0(:0)+(:|$)");

  /**
   * Splits such a text; the empty one means any port on any address.
   *
   * @throws IOException with Go's words when it cannot be split
   */
  static HostPort parse(String text) throws IOException {
    if (text.isEmpty()) {
      return new HostPort("", 0);
    }
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.endsWith("]")) {
      throw new IOException("address " + text + ": missing port in address");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IOException("address " + text + ": too many colons in address");
    }
    return new HostPort(host, port(text.substring(colon + 1)));
  }

  private static int port(String text) throws IOException {
    if (text.isEmpty()) {
      return 0;
    }
    if (!NUMBER.matcher(text).matches()) {
      throw new IOException("address tcp/" + text + ": unknown port");
    }
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Falls through: same words, same cure.
    }
    throw new IOException("address " + text + ": invalid port");
  }

  /** Whether finding the address of the host asks nobody. */
  static boolean isLiteral(String host) {
    return LITERAL.matcher(host).matches();
  }

  /** Whether the host stands for every address of the machine. */
  boolean isWildcard() {
    return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
  }

  /** Writes an address with its port, IPv6 in brackets and shortened. */
  static String format(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    if (ip == null) {
      return address.getHostString() + ":" + address.getPort();
    }
    String text = ip.getHostAddress();
    return (ip instanceof Inet6Address ? "[" + shortened(text) + "]" : text)
        + ":"
        + address.getPort();
  }

  private static String shortened(String ip) {
    return LONGEST_ZEROES.matcher(ip.toLowerCase(Locale.ROOT)).replaceFirst("::");
  }
}
