package dev.ordeal.harness.cluster.links;

import dev.ordeal.harness.cluster.HostPort;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.toxic.Bandwidth;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import eu.rekawek.toxiproxy.model.toxic.ResetPeer;
import eu.rekawek.toxiproxy.model.toxic.Timeout;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One proxy and the toxics that we put on it. Brings itself from whatever is in force to what is
 * wanted, so that a call that failed half-way can be made again.
 */
final class LinkProxy {
  private final Proxy proxy;
  private final Map<LinkToxic, Toxic> inForce = new LinkedHashMap<>();
  private LinkState jointly = LinkState.UNTOUCHED;
  private boolean enabled = true;
  private boolean unsure;

  LinkProxy(Proxy proxy) {
    this.proxy = proxy;
  }

  String name() {
    return proxy.getName();
  }

  /** Where it listens, as the server says. */
  HostPort listen() {
    var text = proxy.getListen();
    int colon = text.lastIndexOf(':');
    return new HostPort(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  /** Whether anything of ours is in force on it, or may be. */
  boolean touched() {
    return unsure || !enabled || !inForce.isEmpty() || !jointly.equals(LinkState.UNTOUCHED);
  }

  void moveTo(HostPort upstream) throws IOException {
    proxy.setUpstream(upstream.toString());
  }

  /** Ends all connections; one that is refused has none. */
  void drop() throws IOException {
    if (enabled) {
      proxy.disable();
      proxy.enable();
    }
  }

  void delete() throws IOException {
    proxy.delete();
  }

  /** A {@link JointChange} is under way; whether it takes effect is told when it has. */
  void changing() {
    unsure = true;
  }

  /** A {@link JointChange} has made this state be in force. */
  void changed(LinkState state) {
    unsure = false;
    jointly = state;
    enabled = !state.refused();
  }

  /** Makes a state be in force. */
  void become(LinkState wanted) throws IOException {
    if (wanted.refused() && enabled) {
      proxy.disable();
      enabled = false;
    }
    for (var placed : Map.copyOf(inForce).entrySet()) {
      if (!wanted.toxics().contains(placed.getKey())) {
        remove(placed.getKey(), placed.getValue());
      }
    }
    for (LinkToxic toxic : wanted.toxics()) {
      if (!inForce.containsKey(toxic)) {
        inForce.put(toxic, create(toxic));
      }
    }
    if (!wanted.refused() && !enabled) {
      proxy.enable();
      enabled = true;
    }
  }

  private Toxic create(LinkToxic wanted) throws IOException {
    var name = wanted.name();
    var direction = wanted.direction();
    var toxics = proxy.toxics();
    return switch (wanted.type()) {
      case "timeout" -> created(name, Timeout.class, () -> toxics.timeout(name, direction, 0));
      case "reset_peer" ->
          created(name, ResetPeer.class, () -> toxics.resetPeer(name, direction, 0));
      case "bandwidth" -> {
        long rate = wanted.attribute("rate");
        yield created(name, Bandwidth.class, () -> toxics.bandwidth(name, direction, rate));
      }
      case "latency" -> slow(wanted);
      default -> throw new IllegalArgumentException("no link has a toxic " + wanted.type());
    };
  }

  /** Without its jitter it is another one, lest what failed half-way be taken for the whole. */
  private Toxic slow(LinkToxic wanted) throws IOException {
    var name = wanted.name();
    long latency = wanted.attribute("latency");
    var half = LinkToxic.of(wanted.type(), wanted.direction(), "latency", latency);
    var toxic =
        created(
            name, Latency.class, () -> proxy.toxics().latency(name, wanted.direction(), latency));
    if (wanted.attribute("jitter") > 0) {
      inForce.put(half, toxic);
      toxic.setJitter(wanted.attribute("jitter"));
      inForce.remove(half);
    }
    return toxic;
  }

  /** Creates a toxic. */
  private interface Creation<T extends Toxic> {
    T create() throws IOException;
  }

  /**
   * The JDK may silently send a POST again when a kept-alive connection drops; the second one is
   * refused because the first has worked.
   */
  private <T extends Toxic> T created(String name, Class<T> type, Creation<T> creation)
      throws IOException {
    try {
      return creation.create();
    } catch (IOException failure) {
      if (String.valueOf(failure.getMessage()).contains("already exists")) {
        return proxy.toxics().get(name, type);
      }
      throw failure;
    }
  }

  private void remove(LinkToxic toxic, Toxic placed) throws IOException {
    try {
      placed.remove();
    } catch (FileNotFoundException gone) {
      // Somebody else removed it, or the same request was sent twice by the JDK.
    }
    inForce.remove(toxic);
  }

  /** The names of the toxics of ours that the server still lists. */
  List<String> remaining() throws IOException {
    return proxy.toxics().getAll().stream().map(Toxic::getName).filter(LinkToxic::isOurs).toList();
  }
}
