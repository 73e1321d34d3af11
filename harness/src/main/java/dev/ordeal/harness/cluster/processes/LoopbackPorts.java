package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.SetupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/**
 * Free ports of the loopback address for one cluster.
 *
 * <p>They lie below the ephemeral ports of Linux, macOS and Windows: a port in that range may be
 * taken by any outgoing connection while its node is dead, and could then not be bound again. Each
 * is probed by binding it; none is handed out twice until it is released: not within this JVM, and
 * not by another one that runs trials beside it, since they take their ports from different {@link
 * PortBlocks}.
 */
final class LoopbackPorts implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  private static final Set<Integer> TAKEN = new HashSet<>();
  private static final PortBlocks BLOCKS = new PortBlocks();

  private final Set<Integer> ours = new HashSet<>();

  /** A port that was free a moment ago. */
  HostPort take() {
    synchronized (TAKEN) {
      int port =
          BLOCKS
              .next(candidate -> !TAKEN.contains(candidate) && free(candidate))
              .orElseThrow(
                  () ->
                      new SetupFailure(
                          "no port of "
                              + HOST
                              + " from "
                              + PortBlocks.FIRST
                              + " to "
                              + PortBlocks.LAST
                              + " is free; end the processes that listen there"));
      TAKEN.add(port);
      ours.add(port);
      return new HostPort(HOST, port);
    }
  }

  private static boolean free(int port) {
    try (var probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getByName(HOST), port), 1);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  @Override
  public void close() {
    synchronized (TAKEN) {
      TAKEN.removeAll(ours);
      ours.clear();
    }
  }
}
