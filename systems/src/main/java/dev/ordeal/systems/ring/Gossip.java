package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.Host;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a view gets around (Dynamo, section 4.8.1): every so often a node tells a random other one
 * which view it knows; whoever knows a newer one says so. After a change all nodes know it in a
 * number of rounds that grows with the logarithm of theirs.
 */
final class Gossip {
  private final Host host;
  private final Views views;
  private final Duration every;
  private final List<String> others;

  /** A node's gossip; it begins at once. */
  Gossip(Host host, Views views, Duration every) {
    this.host = host;
    this.views = views;
    this.every = every;
    this.others = host.nodes().stream().filter(node -> !node.equals(host.name())).toList();
    if (!others.isEmpty()) {
      again();
    }
  }

  private void again() {
    host.after(
        every,
        () -> {
          tell(others.get(host.random().nextInt(others.size())));
          again();
        });
  }

  /** Tells everybody. */
  void spread() {
    others.forEach(this::tell);
  }

  /** Tells a node which view this one knows. */
  void tell(String node) {
    host.send(node, views.gossip());
  }

  /** Hears of a view. */
  void hear(String src, Map<String, @Nullable Object> body) {
    RingView heard = RingView.of(Bodies.fields(body, "view"));
    if (views.current().newerThan(heard)) {
      tell(src);
    } else {
      views.adopt(heard);
    }
  }
}
