package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.model.ConnectFault;
import dev.ordeal.toxiproxy.model.ConnectionView;
import dev.ordeal.toxiproxy.model.FullProxyView;
import dev.ordeal.toxiproxy.model.ProxyView;
import dev.ordeal.toxiproxy.model.Refusal;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One proxy: where it listens and dials, its toxics, its clients. Touched by the loop only. */
final class Proxy {
  private static final Logger LOG = System.getLogger(Proxy.class.getName());

  private final Resources resources;
  private final String name;
  private final Clients clients;
  private final Toxics toxics;
  private String upstream;
  private ListenAddress listen;
  private boolean keepEnds;
  private ConnectFault fault = ConnectFault.NONE;
  private @Nullable Door door;

  /** A proxy that does not listen yet. */
  Proxy(Resources resources, String name, ListenAddress listen, String upstream) {
    this.resources = resources;
    this.name = name;
    this.listen = listen;
    this.upstream = upstream;
    this.keepEnds = resources.settings().keepEnds();
    this.clients = new Clients(resources, name, this::terms);
    this.toxics = new Toxics(resources.events(), name, clients);
  }

  private Clients.Terms terms() {
    return new Clients.Terms(listen.text(), upstream, keepEnds, fault, toxics.placed());
  }

  String name() {
    return name;
  }

  boolean enabled() {
    return door != null;
  }

  Toxics toxics() {
    return toxics;
  }

  ConnectFault fault() {
    return fault;
  }

  ProxyView view() {
    return new ProxyView(name, listen.text(), upstream, enabled(), toxics.views());
  }

  FullProxyView fullView() {
    return new FullProxyView(view(), fault, keepEnds, clients.views().size());
  }

  List<ConnectionView> connections() {
    return clients.views();
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
    boolean was = enabled();
    if (enable && (moved || !was)) {
      target = listenOn(target);
    }
    if (!enable) {
      closeDoor();
    }
    if (!enable || changed) {
      clients.drop();
    }
    listen = target;
    upstream = newUpstream.orElse(upstream);
    if (changed || was != enable) {
      tell(enable ? "proxy_enabled" : "proxy_disabled");
    }
  }

  private void tell(String what) {
    resources.events().add(what, name, listen.text() + " to " + upstream);
  }

  /** Whether a request for this address and upstream would find nothing to change. */
  boolean same(ListenAddress otherListen, String otherUpstream) {
    return listen.same(otherListen) && upstream.equals(otherUpstream);
  }

  /** Whether a request to listen there would find nothing to change. */
  boolean listensLike(ListenAddress other) {
    return listen.same(other);
  }

  /** Stops listening and drops every connection. */
  void stop() {
    closeDoor();
    clients.drop();
  }

  /**
   * Resets every connection (RST).
   *
   * @return how many
   */
  int resetNow() {
    int count = clients.resetNow();
    resources.events().add("reset_now", name, count + " connections");
    return count;
  }

  /**
   * Treats those who connect from now on in another way.
   *
   * @throws Refusal 500 when the port was lost on the way
   */
  void become(ConnectFault wanted) {
    if (wanted.equals(fault)) {
      return;
    }
    if (door != null) {
      try {
        door.become(wanted.kind());
      } catch (IOException e) {
        closeDoor();
        throw new Refusal(500, "the port of " + name + " was lost: " + e.getMessage());
      }
    }
    fault = wanted;
    resources.events().add("connect_fault", name, wanted.kind().word());
  }

  /** Whether connections made from now on keep half-closes and resets as what they are. */
  void keepEnds(boolean keep) {
    keepEnds = keep;
  }

  /** Listens there instead of where it does now; when that fails it is back where it was. */
  private ListenAddress listenOn(ListenAddress target) {
    Door before = door;
    closeDoor();
    try {
      door = open(target);
      return ListenAddress.bound(door.address());
    } catch (IOException e) {
      if (before != null) {
        listenAgain(before.address());
      }
      throw new Refusal(500, "listen " + e.getMessage());
    }
  }

  private Door open(ListenAddress target) throws IOException {
    InetSocketAddress socket =
        target
            .socket()
            .orElseThrow(() -> new IOException("tcp: " + target.problem().orElse("no address")));
    return open(socket);
  }

  private Door open(InetSocketAddress socket) throws IOException {
    Door opened = Door.open(resources.loop(), socket, clients::accept);
    opened.become(fault.kind());
    return opened;
  }

  private void listenAgain(InetSocketAddress address) {
    try {
      door = open(address);
    } catch (IOException e) {
      LOG.log(Level.ERROR, "proxy " + name + " is disabled: its own address was taken", e);
      clients.drop();
    }
  }

  private void closeDoor() {
    if (door != null) {
      door.close();
      door = null;
    }
  }
}
