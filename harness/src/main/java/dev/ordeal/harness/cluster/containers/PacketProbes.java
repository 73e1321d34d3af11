package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.links.TcpProbes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Probes links from within the namespace of the node that they begin at. */
final class PacketProbes implements Probes {
  private static final int TIMED_OUT = 124;

  /** In seconds; a shell has to start first. */
  private static final String PATIENCE = "0.75";

  /** Connects, says the line, and waits for a byte or the end. */
  private static final String SCRIPT =
      "exec 3<>/dev/tcp/$0/$1 || exit 9; printf '%s\\r"
          + "\\n"
          + "\\r"
          + "\\n"
          + "' \"$2\" >&3; head -c 1 <&3 >/dev/null";

  private final Probes direct;
  private final Function<String, Optional<NetworkNamespace>> namespaces;
  private final Function<String, Optional<HostPort>> homes;

  PacketProbes(
      Probes direct,
      Function<String, Optional<NetworkNamespace>> namespaces,
      Function<String, Optional<HostPort>> homes) {
    this.direct = direct;
    this.namespaces = namespaces;
    this.homes = homes;
  }

  @Override
  public Reply node(Node node) {
    return direct.node(node);
  }

  @Override
  public Map<Link, Reply> links(Collection<Link> links, int bytes) {
    var ofClients = links.stream().filter(link -> link.from().equals(Network.CLIENTS)).toList();
    var replies = new ConcurrentHashMap<>(direct.links(ofClients, bytes));
    var others = links.stream().filter(link -> !link.from().equals(Network.CLIENTS)).toList();
    Together.run("probing", others, link -> ask(link).ifPresent(reply -> replies.put(link, reply)));
    return replies.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private Optional<Reply> ask(Link link) {
    var home = homes.apply(link.to());
    return namespaces.apply(link.from()).flatMap(namespace -> home.map(to -> ask(namespace, to)));
  }

  private static Reply ask(NetworkNamespace namespace, HostPort to) {
    long start = System.nanoTime();
    var command =
        List.of(
            "timeout", PATIENCE, "bash", "-c", SCRIPT, to.host(), "" + to.port(), TcpProbes.LINE);
    int code = namespace.run(command, "").code();
    var answer =
        switch (code) {
          case 0 -> Answer.ANSWERED;
          case TIMED_OUT -> Answer.SILENT;
          default -> Answer.REFUSED;
        };
    return new Reply(answer, Duration.ofNanos(System.nanoTime() - start));
  }
}
