package dev.ordeal.harness.cluster;

import dev.ordeal.harness.client.Rpc;
import java.net.InetSocketAddress;

/** One member of a cluster. */
public interface Node {

  /** Its name, unique in the cluster: {@code n1}, {@code n2}, ... */
  String name();

  /**
   * Where a client reaches it; stays the same over crashes and restarts.
   *
   * @throws UnsupportedOperationException for a simulated node, which only {@link #rpc} reaches
   */
  InetSocketAddress address();

  /** A new connection that speaks newline-delimited JSON messages, on any backend. */
  Rpc rpc();
}
