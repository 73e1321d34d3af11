package dev.ordeal.harness.cluster.links;

import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.links.LinkState.Delay;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/**
 * One proxy for every directed link between two nodes, and one for the clients of each node, on a
 * Toxiproxy server that runs anywhere; driven through the Toxiproxy Java client only.
 *
 * <p>The proxy {@code n1->n2} carries the connections that n1 opened to n2. Where nodes only send
 * on the connections they opened, it is the whole link. Where they also answer on them, what n1
 * says to n2 travels twice: up {@code n1->n2}, and back down {@code n2->n1}. The verbs treat both:
 *
 * <ul>
 *   <li>{@link Network.Cut#BLACKHOLE} of the link n1 to n2 discards the upstream bytes of {@code
 *       n1->n2} and the downstream bytes of {@code n2->n1} ({@code timeout} toxics of 0).
 *   <li>{@link Network.Cut#REFUSE} of it disables {@code n1->n2}: its connections drop, new ones
 *       are refused. On {@code n2->n1}, which n2 may still speak on, the downstream bytes are
 *       discarded: TCP cannot refuse one direction of a connection.
 *   <li>{@link #slow} delays the same two directions ({@code latency} toxics, in whole
 *       milliseconds); delays of the same link add up.
 * </ul>
 *
 * <p>Healing closes the connections that were cut, as bytes of theirs are missing: nodes must
 * reconnect. The clients' proxies ({@code clients->n1}) are no part of any grudge.
 */
public final class LinkMesh implements Network, AutoCloseable {

  /** Who connects through the clients' proxies. */
  public static final String CLIENTS = "clients";

  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final int ADDRESSES_TRIED = 5;

  private final ControlApi control;
  private final Set<String> nodes;
  private final Map<Link, LinkProxy> proxies = new LinkedHashMap<>();
  private final Map<Link, LinkState> states = new LinkedHashMap<>();
  private boolean closed;

  private LinkMesh(ControlApi control, Collection<String> nodes) {
    this.control = control;
    this.nodes = new LinkedHashSet<>(nodes);
  }

  /**
   * Creates the proxies.
   *
   * @param control where the server's HTTP API listens
   * @param nodes the names of the nodes; no spaces, no slashes
   * @throws SetupFailure if the server does not answer, or cannot listen
   */
  public static LinkMesh open(HostPort control, Collection<String> nodes, LinkLayout layout) {
    return open(control, nodes, layout, BOUND);
  }

  static LinkMesh open(
      HostPort control, Collection<String> nodes, LinkLayout layout, Duration bound) {
    var mesh = new LinkMesh(new ControlApi(control, bound), nodes);
    try {
      mesh.create(layout);
      return mesh;
    } catch (IllegalStateException failure) {
      mesh.control.close();
      throw new SetupFailure(String.valueOf(failure.getMessage()), failure);
    }
  }

  private void create(LinkLayout layout) {
    var links = new ArrayList<Link>();
    for (String to : nodes) {
      links.add(new Link(CLIENTS, to));
      nodes.stream()
          .filter(from -> !from.equals(to))
          .forEach(from -> links.add(new Link(from, to)));
    }
    var calls = new ArrayList<Callable<LinkProxy>>();
    links.forEach(link -> calls.add(() -> create(link, layout)));
    var created = control.all("creating the proxies of the links", calls);
    for (int i = 0; i < links.size(); i++) {
      proxies.put(links.get(i), created.get(i));
      states.put(links.get(i), LinkState.UNTOUCHED);
    }
  }

  private LinkProxy create(Link link, LinkLayout layout) throws IOException {
    var name = link.from() + "->" + link.to();
    var upstream = layout.upstream(link.to()).toString();
    for (int attempt = 1; ; attempt++) {
      var listen = layout.listen(link.from(), link.to()).toString();
      try {
        return new LinkProxy(control.client().createProxy(name, listen, upstream));
      } catch (IOException failure) {
        var inUse = String.valueOf(failure.getMessage()).contains("address already in use");
        if (!inUse || attempt == ADDRESSES_TRIED) {
          throw new IOException("proxy " + name + " on " + listen + ": " + failure.getMessage());
        }
      }
    }
  }

  /** Where the proxy of a link listens, as its server says; {@code from} may be the clients. */
  public HostPort listening(String from, String to) {
    return proxy(new Link(from, to)).listen();
  }

  private LinkProxy proxy(Link link) {
    var proxy = proxies.get(link);
    if (proxy == null) {
      throw new IllegalArgumentException(
          "there is no link from " + link.from() + " to " + link.to() + "; the nodes are " + nodes);
    }
    return proxy;
  }

  /** Leads every link to a node, the clients' too, to another address; connections drop. */
  public synchronized void moveTo(String node, HostPort upstream) {
    var calls = new ArrayList<Callable<Boolean>>();
    proxies.forEach(
        (link, proxy) -> {
          if (link.to().equals(node)) {
            calls.add(
                () -> {
                  proxy.moveTo(upstream);
                  return true;
                });
          }
        });
    control.all("leading the links of " + node + " to " + upstream, calls);
  }

  /**
   * Says whether clients reach a node. While they do not, their connections are refused, as those
   * to a dead process are: a proxy in between would accept them, and turn what never reached the
   * node into what may have happened.
   */
  public synchronized void serveClients(String node, boolean serve) {
    var link = new Link(CLIENTS, node);
    proxy(link);
    become(
        (serve ? "opening" : "closing") + " the clients' link to " + node,
        Map.of(link, serve ? LinkState.UNTOUCHED : LinkState.UNTOUCHED.refuse()));
  }

  @Override
  public synchronized void cut(Grudge grudge, Cut style) {
    var wanted = new LinkedHashMap<Link, LinkState>();
    for (var link : grudge.links()) {
      change(wanted, link, style == Cut.REFUSE ? LinkState::refuse : LinkState::silenceUpstream);
      change(wanted, back(link), LinkState::silenceDownstream);
    }
    become("cutting links", wanted);
  }

  @Override
  public synchronized void slow(Grudge grudge, Duration latency, Duration jitter) {
    var delay = new Delay(latency.toMillis(), jitter.toMillis());
    var wanted = new LinkedHashMap<Link, LinkState>();
    for (var link : grudge.links()) {
      change(wanted, link, state -> state.slowUpstream(delay));
      change(wanted, back(link), state -> state.slowDownstream(delay));
    }
    become("slowing links", wanted);
  }

  private static Link back(Link link) {
    return new Link(link.to(), link.from());
  }

  private void change(Map<Link, LinkState> wanted, Link link, UnaryOperator<LinkState> change) {
    proxy(link);
    var now = wanted.getOrDefault(link, states.getOrDefault(link, LinkState.UNTOUCHED));
    wanted.put(link, change.apply(now));
  }

  private void become(String what, Map<Link, LinkState> wanted) {
    var calls = new ArrayList<Callable<Boolean>>();
    states.putAll(wanted);
    wanted.forEach(
        (link, state) ->
            calls.add(
                () -> {
                  proxy(link).become(state);
                  return true;
                }));
    control.all(what, calls);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the server, asked afterwards, still lists a fault of ours
   */
  @Override
  public synchronized void heal() {
    var wanted = new LinkedHashMap<Link, LinkState>();
    proxies.forEach(
        (link, proxy) -> {
          if (!link.from().equals(CLIENTS) && proxy.touched()) {
            wanted.put(link, LinkState.UNTOUCHED);
          }
        });
    if (!wanted.isEmpty()) {
      become("healing links", wanted);
      verifyHealed(wanted.keySet());
    }
  }

  private void verifyHealed(Set<Link> links) {
    var names = new LinkedHashMap<String, Link>();
    links.forEach(link -> names.put(proxy(link).name(), link));
    var calls = new ArrayList<Callable<List<String>>>();
    calls.add(() -> disabled(names.keySet()));
    links.forEach(link -> calls.add(() -> proxy(link).remaining()));
    var left = control.all("reading the links back", calls).stream().flatMap(List::stream).toList();
    if (!left.isEmpty()) {
      throw new IllegalStateException(
          "the links are not healed: the Toxiproxy server still lists " + left);
    }
  }

  private List<String> disabled(Set<String> names) throws IOException {
    return control.client().getProxies().stream()
        .filter(proxy -> names.contains(proxy.getName()) && !proxy.isEnabled())
        .map(proxy -> proxy.getName() + " as disabled")
        .toList();
  }

  /** Deletes the proxies; a server that is gone already is no matter. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    var calls = new ArrayList<Callable<Boolean>>();
    proxies
        .values()
        .forEach(
            proxy ->
                calls.add(
                    () -> {
                      proxy.delete();
                      return true;
                    }));
    try {
      control.all("deleting the proxies", calls);
    } catch (IllegalStateException gone) {
      System.getLogger(LinkMesh.class.getName())
          .log(System.Logger.Level.DEBUG, "the proxies were not deleted", gone);
    } finally {
      control.close();
    }
  }
}
