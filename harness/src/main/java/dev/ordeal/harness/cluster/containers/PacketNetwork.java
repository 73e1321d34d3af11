package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Network.Disturbance.Severed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Links between nodes cut packet by packet, by the filter of the kernel in the receiver's network
 * namespace: for systems whose peers cannot be pointed at a proxy. What is sent the other way still
 * arrives, but TCP gets no acknowledgement of it.
 *
 * <p>Clients reach nodes through proxies, and links from and to them are left to these.
 */
final class PacketNetwork implements Network {
  private final Network clients;
  private final Function<String, Optional<NetworkNamespace>> namespaces;
  private final Function<String, Optional<String>> addresses;
  private final List<Imposition> impositions = new ArrayList<>();
  private final Set<String> filtered = new LinkedHashSet<>();

  /**
   * A network.
   *
   * @param clients where links of clients are disturbed
   * @param namespaces the namespace of a node's container, by name, if it runs
   * @param addresses the address of a node in the network, by name, if it runs
   */
  PacketNetwork(
      Network clients,
      Function<String, Optional<NetworkNamespace>> namespaces,
      Function<String, Optional<String>> addresses) {
    this.clients = clients;
    this.namespaces = namespaces;
    this.addresses = addresses;
  }

  /** Cut links, equal to nothing but themselves. */
  private static final class Imposition {
    private final Set<Link> links;
    private final Cut style;

    Imposition(Set<Link> links, Cut style) {
      this.links = links;
      this.style = style;
    }
  }

  @Override
  public Optional<String> objection(Disturbance disturbance) {
    return disturbance instanceof Severed
        ? Optional.empty()
        : Optional.of("the packet filter cuts links, and does nothing else to them");
  }

  @Override
  public synchronized Imposed impose(Set<Link> links, Disturbance disturbance) {
    if (!(disturbance instanceof Severed severed)) {
      throw new IllegalStateException(objection(disturbance).orElseThrow());
    }
    var byProxy = links.stream().filter(PacketNetwork::isOfClients).collect(Collectors.toSet());
    var byPacket = new LinkedHashSet<>(links);
    byPacket.removeAll(byProxy);
    var imposition = new Imposition(byPacket, severed.style());
    impositions.add(imposition);
    filter(byPacket.stream().map(Link::to).collect(Collectors.toSet()));
    var ofClients = byProxy.isEmpty() ? null : clients.impose(byProxy, disturbance);
    return () -> {
      if (ofClients != null) {
        ofClients.lift();
      }
      lift(imposition);
    };
  }

  private static boolean isOfClients(Link link) {
    return link.from().equals(CLIENTS) || link.to().equals(CLIENTS);
  }

  private synchronized void lift(Imposition imposition) {
    if (impositions.remove(imposition)) {
      filter(imposition.links.stream().map(Link::to).collect(Collectors.toSet()));
    }
  }

  @Override
  public synchronized void heal() {
    impositions.clear();
    filter(Set.copyOf(filtered));
    clients.heal();
  }

  /** A node has a new namespace, and perhaps a new address, when its container starts again. */
  synchronized void restarted() {
    var touched = new LinkedHashSet<String>();
    impositions.forEach(one -> one.links.forEach(link -> touched.add(link.to())));
    filter(touched);
  }

  private void filter(Set<String> receivers) {
    for (var rules : rules(receivers).entrySet()) {
      namespaces.apply(rules.getKey()).ifPresent(namespace -> namespace.filter(rules.getValue()));
    }
    filtered.addAll(receivers);
  }

  /** Refusing comes first: where a link is cut both ways, the sender is told. */
  private Map<String, List<String>> rules(Set<String> receivers) {
    var rules = new LinkedHashMap<String, List<String>>();
    receivers.forEach(receiver -> rules.put(receiver, new ArrayList<>()));
    for (Cut style : List.of(Cut.REFUSE, Cut.BLACKHOLE)) {
      for (Imposition one : impositions) {
        for (Link link : one.style == style ? one.links : Set.<Link>of()) {
          var ofReceiver = rules.get(link.to());
          var address = addresses.apply(link.from());
          if (ofReceiver != null && address.isPresent()) {
            ofReceiver.addAll(rules(address.get(), style));
          }
        }
      }
    }
    return rules;
  }

  /** A reset is let through: where both ends refuse, each must hear that it was refused. */
  private static List<String> rules(String sender, Cut style) {
    var from = "-s " + sender;
    return style == Cut.BLACKHOLE
        ? List.of(from + " -j DROP")
        : List.of(
            from + " -p tcp --tcp-flags RST RST -j ACCEPT",
            from + " -p tcp -j REJECT --reject-with tcp-reset");
  }
}
