package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Network.Disturbance;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.Question;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Probes links from within the namespace of the node that they begin at. */
final class PacketProbes implements Probes {
  private static final int TIMED_OUT = 124;
  private static final int BROKEN_OFF = 1;

  /** A shell has to start first. */
  private static final Duration OF_SHELL = Duration.ofMillis(500);

  /** Connects, says the question, and waits for the answer, any byte, or the end. */
  private static final String SCRIPT =
      """
      exec 3<>/dev/tcp/$0/$1 || exit 9
      [ -z "$2" ] && exit 0
      printf '%b' "$2" >&3
      while IFS= LC_ALL=C read -r -N 1 byte <&3; do
        said+=$byte
        [[ $said == *"$3"* ]] && exit 0
      done
      [ -z "$3" ]
      """;

  private final Question question;
  private final Probes direct;
  private final Function<String, Optional<NetworkNamespace>> namespaces;
  private final Function<String, Optional<HostPort>> homes;

  PacketProbes(
      Question question,
      Probes direct,
      Function<String, Optional<NetworkNamespace>> namespaces,
      Function<String, Optional<HostPort>> homes) {
    this.question = question;
    this.direct = direct;
    this.namespaces = namespaces;
    this.homes = homes;
  }

  @Override
  public Reply node(Node node) {
    return direct.node(node);
  }

  /** Where packets are dropped, not even a connection is made. */
  @Override
  public Optional<String> objection(Collection<Link> links, Disturbance disturbance) {
    return direct.objection(ofClients(links), disturbance);
  }

  private static List<Link> ofClients(Collection<Link> links) {
    return links.stream().filter(link -> link.from().equals(Network.CLIENTS)).toList();
  }

  @Override
  public Map<Link, Reply> links(Collection<Link> links, int bytes, Duration patience) {
    var replies = new ConcurrentHashMap<>(direct.links(ofClients(links), bytes, patience));
    var others = links.stream().filter(link -> !link.from().equals(Network.CLIENTS)).toList();
    Together.run(
        "probing",
        others,
        link -> ask(link, patience).ifPresent(reply -> replies.put(link, reply)));
    return replies.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private Optional<Reply> ask(Link link, Duration patience) {
    var home = homes.apply(link.to());
    return namespaces
        .apply(link.from())
        .flatMap(namespace -> home.map(to -> ask(namespace, to, patience)));
  }

  private Reply ask(NetworkNamespace namespace, HostPort to, Duration patience) {
    long start = System.nanoTime();
    var command =
        List.of(
            "timeout",
            String.format(Locale.ROOT, "%.3f", patience.plus(OF_SHELL).toMillis() / 1e3),
            "bash",
            "-c",
            SCRIPT,
            to.host(),
            "" + to.port(),
            escaped(question.says()),
            question.answer().orElse(""));
    int code = namespace.run(command, "").code();
    var answer =
        switch (code) {
          case 0 -> Answer.ANSWERED;
          case TIMED_OUT -> Answer.SILENT;
          case BROKEN_OFF -> Answer.RESET;
          default -> Answer.REFUSED;
        };
    return new Reply(answer, Duration.ofNanos(System.nanoTime() - start));
  }

  /** As {@code printf %b} takes it: each byte in octal. */
  private static String escaped(String bytes) {
    return bytes
        .chars()
        .mapToObj(c -> String.format(Locale.ROOT, "\\0%03o", c))
        .collect(Collectors.joining());
  }
}
