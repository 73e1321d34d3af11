package dev.ordeal.harness.cluster.links;

import static eu.rekawek.toxiproxy.model.ToxicDirection.DOWNSTREAM;
import static eu.rekawek.toxiproxy.model.ToxicDirection.UPSTREAM;

import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.links.LinkState.Delay;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import eu.rekawek.toxiproxy.model.toxic.Timeout;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One proxy and the toxics that we put on it. Brings itself from whatever is in force to what is
 * wanted, so that a call that failed half-way can be made again.
 */
final class LinkProxy {
  private static final String OURS = "ordeal_";

  private final Proxy proxy;
  private final Map<String, Toxic> toxics = new TreeMap<>();
  private final Map<String, Delay> delays = new TreeMap<>();
  private boolean enabled = true;

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

  /** Whether anything of ours is in force on it. */
  boolean touched() {
    return !enabled || !toxics.isEmpty();
  }

  void moveTo(HostPort upstream) throws IOException {
    proxy.setUpstream(upstream.toString());
  }

  void delete() throws IOException {
    proxy.delete();
  }

  /** Makes a state be in force. A refused link has no connection for a toxic to work on. */
  void become(LinkState wanted) throws IOException {
    if (wanted.refused() && enabled) {
      proxy.disable();
      enabled = false;
    }
    cut(UPSTREAM, wanted.cutUpstream() && !wanted.refused());
    cut(DOWNSTREAM, wanted.cutDownstream() && !wanted.refused());
    slow(UPSTREAM, wanted.refused() ? Delay.NONE : wanted.slowUpstream());
    slow(DOWNSTREAM, wanted.refused() ? Delay.NONE : wanted.slowDownstream());
    if (!wanted.refused() && !enabled) {
      proxy.enable();
      enabled = true;
    }
  }

  private void cut(ToxicDirection direction, boolean wanted) throws IOException {
    var name = OURS + "cut_" + lower(direction);
    if (!wanted) {
      remove(name);
    } else if (!toxics.containsKey(name)) {
      toxics.put(
          name, created(name, Timeout.class, () -> proxy.toxics().timeout(name, direction, 0)));
    }
  }

  private void slow(ToxicDirection direction, Delay wanted) throws IOException {
    var name = OURS + "slow_" + lower(direction);
    if (delays.getOrDefault(name, Delay.NONE).equals(wanted)) {
      return;
    }
    remove(name);
    if (!wanted.equals(Delay.NONE)) {
      var toxic =
          created(
              name,
              Latency.class,
              () -> proxy.toxics().latency(name, direction, wanted.latencyMillis()));
      toxics.put(name, toxic);
      delays.put(name, new Delay(wanted.latencyMillis(), 0));
      if (wanted.jitterMillis() > 0) {
        toxic.setJitter(wanted.jitterMillis());
      }
      delays.put(name, wanted);
    }
  }

  private static String lower(ToxicDirection direction) {
    return direction == UPSTREAM ? "upstream" : "downstream";
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

  private void remove(String name) throws IOException {
    var toxic = toxics.get(name);
    if (toxic != null) {
      try {
        toxic.remove();
      } catch (FileNotFoundException gone) {
        // Somebody else removed it, or the same request was sent twice by the JDK.
      }
      toxics.remove(name);
      delays.remove(name);
    }
  }

  /** The names of the toxics of ours that the server still lists. */
  List<String> remaining() throws IOException {
    return proxy.toxics().getAll().stream()
        .map(Toxic::getName)
        .filter(name -> name.startsWith(OURS))
        .toList();
  }
}
