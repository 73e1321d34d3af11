package dev.ordeal.harness.interpreter;

import dev.ordeal.harness.client.Rpc;
import dev.ordeal.harness.cluster.Node;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;

/** A node that nobody can reach: for clients that need none. */
public record FakeNode(String name) implements Node {

  /** Nodes n1, n2, ... */
  public static List<Node> several(int number) {
    return IntStream.rangeClosed(1, number).<Node>mapToObj(i -> new FakeNode("n" + i)).toList();
  }

  @Override
  public InetSocketAddress address() {
    throw new UnsupportedOperationException(name + " has no address");
  }

  @Override
  public Rpc rpc() {
    throw new UnsupportedOperationException(name + " has no connections");
  }
}
