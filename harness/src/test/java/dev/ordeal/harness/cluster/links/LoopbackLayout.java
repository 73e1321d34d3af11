package dev.ordeal.harness.cluster.links;

import dev.ordeal.harness.cluster.HostPort;
import java.util.function.Function;

/**
 * Proxies that listen on loopback, at ports that are free.
 *
 * @param upstreams where they lead to, by the name of the node
 */
record LoopbackLayout(Function<String, HostPort> upstreams) implements LinkLayout {
  @Override
  public HostPort listen(String from, String to) {
    return new HostPort("127.0.0.1", 0);
  }

  @Override
  public HostPort upstream(String to) {
    return upstreams.apply(to);
  }
}
