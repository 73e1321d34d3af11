package dev.ordeal.harness.cluster.links;

import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Probes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Probes with TCP connections: says a line that a node of ours answers, and waits for a word or for
 * the end of the connection. Other servers complain of that line (an error in Redis, a 400 of HTTP)
 * or hang up (what takes its first bytes for a length that cannot be); either way they have heard
 * it. One that is stopped, or that the probe does not reach, does neither.
 */
public final class TcpProbes implements Probes {
  private static final Duration PATIENCE = Duration.ofMillis(250);

  /** What a probe says. */
  public static final String LINE = "{\"src\":\"ordeal\",\"body\":{\"type\":\"probe\"}}";

  private final Function<Link, Optional<HostPort>> links;
  private final Function<Node, HostPort> nodes;

  /**
   * Probes from here.
   *
   * @param links where the proxy of a link listens, as seen from here, if it can be
   * @param nodes where a node itself listens, as seen from here
   */
  public TcpProbes(Function<Link, Optional<HostPort>> links, Function<Node, HostPort> nodes) {
    this.links = links;
    this.nodes = nodes;
  }

  @Override
  public Map<Link, Reply> links(Collection<Link> probed, int bytes) {
    var replies = new ConcurrentHashMap<Link, Reply>();
    var asking = new ArrayList<Thread>();
    for (Link link : probed) {
      var thread =
          new Thread(
              () -> links.apply(link).ifPresent(address -> replies.put(link, ask(address, bytes))),
              "ordeal-probe-" + link);
      thread.setDaemon(true);
      thread.start();
      asking.add(thread);
    }
    asking.forEach(TcpProbes::join);
    return Map.copyOf(replies);
  }

  /** Each ends by itself within its patience. */
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException early) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Reply node(Node node) {
    return ask(nodes.apply(node), 0);
  }

  private static Reply ask(HostPort address, int bytes) {
    long start = System.nanoTime();
    Answer answer = answer(address, bytes);
    return new Reply(answer, Duration.ofNanos(System.nanoTime() - start));
  }

  private static Answer answer(HostPort address, int bytes) {
    int patience = (int) PATIENCE.toMillis();
    boolean isConnected = false;
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.host(), address.port()), patience);
      isConnected = true;
      socket.setSoTimeout(patience);
      socket.getOutputStream().write(line(bytes));
      socket.getInputStream().read();
      return Answer.ANSWERED;
    } catch (SocketTimeoutException late) {
      return Answer.SILENT;
    } catch (ConnectException refused) {
      return Answer.REFUSED;
    } catch (IOException broken) {
      return isConnected ? Answer.RESET : Answer.REFUSED;
    }
  }

  /** The line, after as much space as it takes. */
  private static byte[] line(int bytes) {
    var space = " ".repeat(Math.max(0, bytes - LINE.length()));
    return (space + LINE + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
