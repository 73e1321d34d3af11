package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.SetupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of the loopback address for one cluster.
 *
 * <p>They lie below the ephemeral ports of Linux, macOS and Windows: a port in that range may be
 * taken by any outgoing connection while its node is dead, and could then not be bound again. Each
 * is probed by binding it; within this JVM none is handed out twice until it is released.
 */
final class LoopbackPorts implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  private static final int FIRST = 16_384;
  private static final int COUNT = 16_000;

  private static final Set<Integer> TAKEN = new HashSet<>();
  // Where to begin matters to nobody's history: other JVMs should just begin elsewhere.
  private static int next = ThreadLocalRandom.current().nextInt(COUNT);

  private final Set<Integer> ours = new HashSet<>();

  /** A port that was free a moment ago. */
  HostPort take() {
    synchronized (TAKEN) {
      for (int attempt = 0; attempt < COUNT; attempt++) {
        next = (next + 1) % COUNT;
        int port = FIRST + next;
        if (!TAKEN.contains(port) && free(port)) {
          TAKEN.add(port);
          ours.add(port);
          return new HostPort(HOST, port);
        }
      }
    }
    throw new SetupFailure(
        "no port of "
            + HOST
            + " from "
            + FIRST
            + " to "
            + (FIRST + COUNT - 1)
            + " is free; end"
            + " the processes that listen there");
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
