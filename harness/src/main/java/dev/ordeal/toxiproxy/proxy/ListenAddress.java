package dev.ordeal.toxiproxy.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where a proxy listens or is to listen.
 *
 * @param text how the API shows it
 * @param socket the address, where the text could be resolved
 * @param problem why it could not, in Go's words
 */
public record ListenAddress(
    String text, Optional<InetSocketAddress> socket, Optional<String> problem) {

  /** Resolves the text; may ask a name server, so never from the loop. Never fails. */
  public static ListenAddress resolve(String text) {
    try {
      HostPort hostPort = HostPort.parse(text);
      // The wildcard of this constructor takes IPv6 and IPv4 alike.
      InetSocketAddress socket =
          hostPort.isWildcard()
              ? new InetSocketAddress(hostPort.port())
              : new InetSocketAddress(InetAddress.getByName(hostPort.host()), hostPort.port());
      return new ListenAddress(text, Optional.of(socket), Optional.empty());
    } catch (UnknownHostException e) {
      String host = text.substring(0, text.lastIndexOf(':'));
      return unusable(text, "lookup " + host + ": no such host");
    } catch (IOException e) {
      return unusable(text, String.valueOf(e.getMessage()));
    }
  }

  private static ListenAddress unusable(String text, String problem) {
    return new ListenAddress(text, Optional.empty(), Optional.of(problem));
  }

  /** The address a listener really has. */
  static ListenAddress bound(InetSocketAddress socket) {
    String text = isWildcard(socket) ? "[::]:" + socket.getPort() : HostPort.format(socket);
    return new ListenAddress(text, Optional.of(socket), Optional.empty());
  }

  /**
   * Whether a proxy that has this address would stay where it is when asked to listen there. Port 0
   * always asks for a new one; all spellings of the wildcard are one.
   */
  boolean same(ListenAddress other) {
    if (socket.isEmpty() || other.socket.isEmpty()) {
      return text.equals(other.text);
    }
    InetSocketAddress mine = socket.get();
    InetSocketAddress theirs = other.socket.get();
    return theirs.getPort() != 0
        && mine.getPort() == theirs.getPort()
        && (isWildcard(mine) ? isWildcard(theirs) : mine.getAddress().equals(theirs.getAddress()));
  }

  private static boolean isWildcard(InetSocketAddress socket) {
    return socket.getAddress().isAnyLocalAddress();
  }
}
