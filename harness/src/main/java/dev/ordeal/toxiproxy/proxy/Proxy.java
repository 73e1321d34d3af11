package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.loop.EventLoop;
import dev.ordeal.toxiproxy.model.ProxyView;
import dev.ordeal.toxiproxy.model.Refusal;
import dev.ordeal.toxiproxy.model.Stream;
import dev.ordeal.toxiproxy.model.ToxicView;
import dev.ordeal.toxiproxy.toxic.Toxic;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One proxy: where it listens and dials, its toxics, its connections. Touched by the loop only. */
final class Proxy {
  private static final Logger LOG = System.getLogger(Proxy.class.getName());

  private final Resources resources;
  private final String name;
  private final long seed;
  private final Map<String, PlacedToxic> toxics = new LinkedHashMap<>();
  private final Map<SocketChannel, Dial> dials = new HashMap<>();
  private final Set<Connection> connections = new LinkedHashSet<>();
  private String upstream;
  private ListenAddress listen;
  private @Nullable Listener listener;
  private long accepted;
  private long toxicsCreated;

  /** A proxy that does not listen yet. */
  Proxy(Resources resources, String name, ListenAddress listen, String upstream) {
    this.resources = resources;
    this.name = name;
    this.listen = listen;
    this.upstream = upstream;
    this.seed = Seeds.derive(resources.seed(), name.hashCode());
  }

  String name() {
    return name;
  }

  boolean enabled() {
    return listener != null;
  }

  ProxyView view() {
    return new ProxyView(name, listen.text(), upstream, enabled(), toxics());
  }

  /**
   * Changes all that is given, or nothing: another address or upstream drops the connections, and
   * so does disabling; toxics stay.
   *
   * @throws Refusal 500 when the new address cannot be had
   */
  void update(Optional<ListenAddress> newListen, Optional<String> newUpstream, boolean enable) {
    ListenAddress target = newListen.filter(wanted -> !listen.same(wanted)).orElse(listen);
    boolean moved = !target.equals(listen);
    boolean changed = moved || newUpstream.filter(wanted -> !upstream.equals(wanted)).isPresent();
    if (enable && (moved || !enabled())) {
      target = listenOn(target);
    }
    if (!enable) {
      closeListener();
    }
    if (!enable || changed) {
      dropConnections();
    }
    listen = target;
    upstream = newUpstream.orElse(upstream);
  }

  /** Whether a request for this address and upstream would find nothing to change. */
  boolean same(ListenAddress otherListen, String otherUpstream) {
    return listen.same(otherListen) && upstream.equals(otherUpstream);
  }

  /** Stops listening and drops every connection. */
  void stop() {
    closeListener();
    dropConnections();
  }

  /** Listens there instead of where it does now; when that fails it is back where it was. */
  private ListenAddress listenOn(ListenAddress target) {
    Listener before = listener;
    closeListener();
    try {
      listener = open(target);
      return ListenAddress.bound(listener.address());
    } catch (IOException e) {
      if (before != null) {
        listenAgain(before.address());
      }
      throw new Refusal(500, "listen " + e.getMessage());
    }
  }

  private Listener open(ListenAddress target) throws IOException {
    InetSocketAddress socket =
        target
            .socket()
            .orElseThrow(() -> new IOException("tcp: " + target.problem().orElse("no address")));
    return Listener.open(resources.loop(), socket, this::accept);
  }

  private void listenAgain(InetSocketAddress address) {
    try {
      listener = Listener.open(resources.loop(), address, this::accept);
    } catch (IOException e) {
      LOG.log(Level.ERROR, "proxy " + name + " is disabled: its own address was taken", e);
      dropConnections();
    }
  }

  private void closeListener() {
    if (listener != null) {
      listener.close();
      listener = null;
    }
  }

  private void dropConnections() {
    dials.values().forEach(Dial::cancel);
    dials.keySet().forEach(EventLoop::closeQuietly);
    dials.clear();
    List.copyOf(connections).forEach(Connection::close);
    resources.loop().flushCloses();
  }

  private void accept(SocketChannel client) {
    long connectionSeed = Seeds.derive(seed, accepted++);
    Dial dial =
        Dial.start(
            resources,
            upstream,
            server -> join(client, server, connectionSeed),
            reason -> hangUp(client, reason));
    dials.put(client, dial);
  }

  private void hangUp(SocketChannel client, String reason) {
    LOG.log(Level.DEBUG, "proxy {0} cannot reach {1}: {2}", name, upstream, reason);
    dials.remove(client);
    EventLoop.closeQuietly(client);
  }

  private void join(SocketChannel client, Peer server, long connectionSeed) {
    dials.remove(client);
    try {
      Peer peer = Peer.of(resources.loop(), client);
      Connection connection =
          new Connection(resources, connectionSeed, peer, server, connections::remove);
      connections.add(connection);
      toxics.values().forEach(connection::add);
      connection.start();
    } catch (IOException e) {
      EventLoop.closeQuietly(client);
      server.close();
    }
  }

  /** All upstream toxics in the order of their creation, then all downstream ones. */
  List<ToxicView> toxics() {
    List<ToxicView> views = new ArrayList<>();
    for (Stream stream : Stream.values()) {
      for (PlacedToxic placed : toxics.values()) {
        if (placed.toxic().stream() == stream) {
          views.add(placed.toxic().view());
        }
      }
    }
    return views;
  }

  /**
   * One toxic.
   *
   * @throws Refusal 404
   */
  Toxic toxic(String toxic) {
    return placed(toxic).toxic();
  }

  private PlacedToxic placed(String toxic) {
    PlacedToxic placed = toxics.get(toxic);
    if (placed == null) {
      throw Refusal.notFound("toxic");
    }
    return placed;
  }

  /**
   * Adds a toxic to every connection.
   *
   * @throws Refusal 409 when the name is taken, in either direction
   */
  void add(Toxic toxic) {
    if (toxics.containsKey(toxic.name())) {
      throw Refusal.exists("toxic");
    }
    PlacedToxic placed = new PlacedToxic(toxic, toxicsCreated++);
    toxics.put(toxic.name(), placed);
    List.copyOf(connections).forEach(connection -> connection.add(placed));
  }

  /** Gives a toxic of this proxy its new settings, on every connection. */
  void update(Toxic toxic) {
    toxics.put(toxic.name(), new PlacedToxic(toxic, placed(toxic.name()).ordinal()));
    List.copyOf(connections).forEach(connection -> connection.update(toxic));
  }

  /**
   * Removes a toxic from every connection.
   *
   * @throws Refusal 404
   */
  void remove(String name) {
    Toxic toxic = toxic(name);
    toxics.remove(name);
    List.copyOf(connections).forEach(connection -> connection.remove(toxic));
  }

  void removeToxics() {
    List.copyOf(toxics.keySet()).forEach(this::remove);
  }
}
