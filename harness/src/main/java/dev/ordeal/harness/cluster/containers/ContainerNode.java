package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.client.Rpc;
import dev.ordeal.harness.client.TcpRpc;
import dev.ordeal.harness.cluster.Node;
import java.net.InetSocketAddress;

/** A node that is a container; clients reach it through their own proxy. */
record ContainerNode(String name, InetSocketAddress address) implements Node {

  @Override
  public Rpc rpc() {
    return new TcpRpc(name, address);
  }

  @Override
  public String toString() {
    return name;
  }
}
