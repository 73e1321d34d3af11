package dev.ordeal.harness.cluster.links;

import static eu.rekawek.toxiproxy.model.ToxicDirection.DOWNSTREAM;
import static eu.rekawek.toxiproxy.model.ToxicDirection.UPSTREAM;

import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.links.LinkState.Flow;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import eu.rekawek.toxiproxy.model.toxic.Bandwidth;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import eu.rekawek.toxiproxy.model.toxic.ResetPeer;
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
  private static final long BYTES_PER_KILOBYTE = 1_000;

  private final Proxy proxy;
  private final Map<String, Toxic> toxics = new TreeMap<>();
  private final Map<String, String> settings = new TreeMap<>();
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

  /** Makes a state be in force. A refused link has no connection for a toxic to work on. */
  void become(LinkState wanted) throws IOException {
    if (wanted.refused() && enabled) {
      proxy.disable();
      enabled = false;
    }
    become(UPSTREAM, wanted.refused() ? Flow.FREE : wanted.up());
    become(DOWNSTREAM, wanted.refused() ? Flow.FREE : wanted.down());
    if (!wanted.refused() && !enabled) {
      proxy.enable();
      enabled = true;
    }
  }

  /** A width in whole kilobytes is all that Toxiproxy knows; less than one would let nothing by. */
  private void become(ToxicDirection direction, Flow flow) throws IOException {
    var end = lower(direction);
    var toxic = proxy.toxics();
    become(
        OURS + "cut_" + end,
        flow.isCut() ? "cut" : "",
        name -> created(name, Timeout.class, () -> toxic.timeout(name, direction, 0)));
    become(
        OURS + "reset_" + end,
        flow.isReset() ? "reset" : "",
        name -> created(name, ResetPeer.class, () -> toxic.resetPeer(name, direction, 0)));
    long kilobytes = Math.max(1, flow.bytesPerSecond() / BYTES_PER_KILOBYTE);
    become(
        OURS + "narrow_" + end,
        flow.isNarrow() ? kilobytes + " kB/s" : "",
        name -> created(name, Bandwidth.class, () -> toxic.bandwidth(name, direction, kilobytes)));
    become(
        OURS + "slow_" + end,
        flow.isSlow() ? flow.latencyMillis() + "+-" + flow.jitterMillis() : "",
        name -> slowed(name, direction, flow));
  }

  private Toxic slowed(String name, ToxicDirection direction, Flow flow) throws IOException {
    var latency = flow.latencyMillis();
    var toxic =
        created(name, Latency.class, () -> proxy.toxics().latency(name, direction, latency));
    if (flow.jitterMillis() > 0) {
      toxics.put(name, toxic);
      toxic.setJitter(flow.jitterMillis());
    }
    return toxic;
  }

  /** Makes a toxic be as wanted, in words; or not be, without any. */
  private void become(String name, String wanted, Making making) throws IOException {
    if (wanted.equals(settings.getOrDefault(name, ""))) {
      return;
    }
    remove(name);
    if (!wanted.isEmpty()) {
      toxics.put(name, making.of(name));
      settings.put(name, wanted);
    }
  }

  /** Makes a toxic of a name. */
  private interface Making {
    Toxic of(String name) throws IOException;
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
      settings.remove(name);
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
