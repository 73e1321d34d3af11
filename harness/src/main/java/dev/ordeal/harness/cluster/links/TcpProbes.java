package dev.ordeal.harness.cluster.links;

import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Network.Disturbance;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.Question;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Probes with TCP connections: asks a question, and waits for its answer. A node that is stopped,
 * or that the probe does not reach, gives none.
 */
public final class TcpProbes implements Probes {
  private final Question question;
  private final Function<Link, Optional<HostPort>> links;
  private final Function<Node, HostPort> nodes;

  /**
   * Probes from here.
   *
   * @param question what is asked
   * @param links where the proxy of a link listens, as seen from here, if it can be
   * @param nodes where a node itself listens, as seen from here
   */
  public TcpProbes(
      Question question, Function<Link, Optional<HostPort>> links, Function<Node, HostPort> nodes) {
    this.question = question;
    this.links = links;
    this.nodes = nodes;
  }

  @Override
  public Optional<String> objection(Collection<Link> disturbed, Disturbance disturbance) {
    return disturbed.isEmpty() ? Optional.empty() : question.objection(disturbance);
  }

  @Override
  public Map<Link, Reply> links(Collection<Link> probed, int bytes, Duration patience) {
    var replies = new ConcurrentHashMap<Link, Reply>();
    var asking = new ArrayList<Thread>();
    for (Link link : probed) {
      var thread =
          new Thread(
              () ->
                  links
                      .apply(link)
                      .ifPresent(address -> replies.put(link, ask(address, bytes, patience))),
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
    return ask(nodes.apply(node), 0, PATIENCE);
  }

  private Reply ask(HostPort address, int bytes, Duration patience) {
    long start = System.nanoTime();
    Answer answer = answer(address, bytes, start + patience.toNanos());
    return new Reply(answer, Duration.ofNanos(System.nanoTime() - start));
  }

  private Answer answer(HostPort address, int bytes, long deadline) {
    boolean isConnected = false;
    try (var socket = new Socket()) {
      var to = new InetSocketAddress(address.host(), address.port());
      socket.connect(to, millisUntil(deadline));
      isConnected = true;
      socket.setTcpNoDelay(true);
      if (question.says().isEmpty()) {
        socket.shutdownOutput();
      } else {
        socket.getOutputStream().write(said(bytes).getBytes(StandardCharsets.ISO_8859_1));
      }
      return heard(socket, bytes, deadline) ? Answer.ANSWERED : Answer.RESET;
    } catch (SocketTimeoutException late) {
      return Answer.SILENT;
    } catch (ConnectException refused) {
      return Answer.REFUSED;
    } catch (IOException broken) {
      return isConnected ? Answer.RESET : Answer.REFUSED;
    }
  }

  /**
   * Our line takes any space before it. Of others nothing is known but that they are answered: they
   * are said as often as it takes, and as many answers awaited.
   */
  private String said(int bytes) {
    var line = question.says();
    return question.equals(Question.ours())
        ? " ".repeat(Math.max(0, bytes - line.length())) + line
        : line.repeat(times(bytes));
  }

  private int times(int bytes) {
    int length = Math.max(1, question.says().length());
    return question.answer().isPresent() ? Math.max(1, (bytes + length - 1) / length) : 1;
  }

  /** Whether the answers came, and not the end of the connection before them. */
  private boolean heard(Socket socket, int bytes, long deadline) throws IOException {
    var answer = question.answer();
    int missing = times(bytes);
    var said = new StringBuilder();
    var buffer = new byte[8192];
    while (missing > 0) {
      socket.setSoTimeout(millisUntil(deadline));
      int read = socket.getInputStream().read(buffer);
      if (answer.isEmpty()) {
        return true;
      } else if (read < 0) {
        return false;
      }
      said.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
      for (int at; missing > 0 && (at = said.indexOf(answer.get())) >= 0; missing--) {
        said.delete(0, at + answer.get().length());
      }
    }
    return true;
  }

  private static int millisUntil(long deadline) throws SocketTimeoutException {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (left <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    return (int) left;
  }
}
