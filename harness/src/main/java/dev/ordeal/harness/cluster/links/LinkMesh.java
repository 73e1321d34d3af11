package dev.ordeal.harness.cluster.links;

import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.SetupFailure;
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
import java.util.stream.Stream;

/**
 * One proxy for every directed link between two nodes, and one for the clients of each node, on a
 * Toxiproxy server that runs anywhere; driven through the Toxiproxy Java client. Where the server
 * is ours, what is done to several links takes effect at once; the original takes one change after
 * the other.
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
 *   <li>Slowed, narrowed and reset are the same two directions ({@code latency}, {@code bandwidth}
 *       and {@code reset_peer} toxics, in whole milliseconds and kilobytes).
 * </ul>
 *
 * <p>Healing closes the connections that were cut, as bytes of theirs are missing: nodes must
 * reconnect. The proxy {@code clients->n1} carries what clients and n1 say to each other.
 */
public final class LinkMesh implements Network, AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final int ADDRESSES_TRIED = 5;
  private static final LinkState FREE = LinkState.UNTOUCHED;
  private static final LinkState UNSERVED = FREE.refuse();

  private final ControlApi control;
  private final JointChange joint;
  private final Set<String> nodes;
  private final Map<Link, LinkProxy> proxies = new LinkedHashMap<>();
  private final List<Imposition> impositions = new ArrayList<>();
  private final Set<String> unserved = new LinkedHashSet<>();
  private boolean isJoint;
  private boolean closed;

  private LinkMesh(HostPort control, Collection<String> nodes, Duration bound) {
    this.control = new ControlApi(control, bound);
    this.joint = new JointChange(control, bound);
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
    return open(control, nodes, layout, BOUND, true);
  }

  /** As {@link #open}, within a bound, and with joint changes only if they are wanted. */
  static LinkMesh open(
      HostPort control,
      Collection<String> nodes,
      LinkLayout layout,
      Duration bound,
      boolean jointly) {
    var mesh = new LinkMesh(control, nodes, bound);
    try {
      mesh.create(layout);
      mesh.isJoint =
          jointly && mesh.control.one("asking what the server can", mesh.joint::isPossible);
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
    var links = proxies.keySet().stream().filter(link -> link.to().equals(node));
    each("leading the links of " + node + " to " + upstream, links, to -> to.moveTo(upstream));
  }

  /**
   * Ends the connections of all nodes to one, as its kernel does when it dies. A container takes
   * its network along, and what it did not get to say is never said: who sends to it would wait for
   * minutes.
   */
  public synchronized void drop(String node) {
    var links =
        proxies.keySet().stream()
            .filter(link -> link.to().equals(node) && !link.from().equals(CLIENTS));
    each("ending the connections to " + node, links, LinkProxy::drop);
  }

  /** What is done to one proxy. */
  private interface Deed {
    void to(LinkProxy proxy) throws IOException;
  }

  private void each(String what, Stream<Link> links, Deed deed) {
    var calls = new ArrayList<Callable<Boolean>>();
    links.forEach(
        link ->
            calls.add(
                () -> {
                  deed.to(proxy(link));
                  return true;
                }));
    control.all(what, calls);
  }

  /**
   * Says whether clients reach a node. While they do not, their connections are refused, as those
   * to a dead process are: a proxy in between would accept them, and turn what never reached the
   * node into what may have happened.
   */
  public synchronized void serveClients(String node, boolean serve) {
    var link = new Link(CLIENTS, node);
    proxy(link);
    if (serve) {
      unserved.remove(node);
    } else {
      unserved.add(node);
    }
    become((serve ? "opening" : "closing") + " the clients' link to " + node, states(Set.of(link)));
  }

  @Override
  public synchronized Imposed impose(Set<Link> links, Disturbance disturbance) {
    links.forEach(link -> proxy(link.to().equals(CLIENTS) ? back(link) : link));
    var imposition = new Imposition(Set.copyOf(links), disturbance);
    impositions.add(imposition);
    become("disturbing links", states(imposition.touches()));
    return () -> lift(imposition);
  }

  private synchronized void lift(Imposition imposition) {
    if (closed || !impositions.remove(imposition)) {
      return;
    }
    var states = states(imposition.touches());
    become("healing links", states);
    verify(states);
  }

  /** Something imposed, equal to nothing but itself. */
  private static final class Imposition {
    private final Set<Link> links;
    private final Disturbance disturbance;

    Imposition(Set<Link> links, Disturbance disturbance) {
      this.links = links;
      this.disturbance = disturbance;
    }

    /** The links whose proxies it changes; what leads back to clients is no proxy. */
    Set<Link> touches() {
      var touched = new LinkedHashSet<Link>();
      for (Link link : links) {
        Stream.of(link, back(link)).filter(one -> !one.to().equals(CLIENTS)).forEach(touched::add);
      }
      return touched;
    }

    LinkState on(Link link, LinkState state) {
      var changed = links.contains(link) ? state.upstream(disturbance) : state;
      return links.contains(back(link)) ? changed.downstream(disturbance) : changed;
    }
  }

  private static Link back(Link link) {
    return new Link(link.to(), link.from());
  }

  /** What is to be in force on these links, by all that is imposed. */
  private Map<Link, LinkState> states(Set<Link> links) {
    var states = new LinkedHashMap<Link, LinkState>();
    for (Link link : links) {
      var state = unserved.contains(link.to()) && link.from().equals(CLIENTS) ? UNSERVED : FREE;
      for (Imposition imposition : impositions) {
        state = imposition.on(link, state);
      }
      states.put(link, state);
    }
    return states;
  }

  private void become(String what, Map<Link, LinkState> wanted) {
    if (isJoint) {
      becomeJointly(what, wanted);
    } else {
      becomeOneByOne(what, wanted);
    }
  }

  private void becomeOneByOne(String what, Map<Link, LinkState> wanted) {
    var calls = new ArrayList<Callable<Boolean>>();
    wanted.forEach(
        (link, state) ->
            calls.add(
                () -> {
                  proxy(link).become(state);
                  return true;
                }));
    control.all(what, calls);
  }

  private void becomeJointly(String what, Map<Link, LinkState> wanted) {
    var changes = new LinkedHashMap<LinkProxy, LinkState>();
    wanted.forEach((link, state) -> changes.put(proxy(link), state));
    changes.keySet().forEach(LinkProxy::changing);
    control.one(
        what,
        () -> {
          joint.make(changes);
          return true;
        });
    changes.forEach(LinkProxy::changed);
  }

  @Override
  public synchronized void heal() {
    impositions.clear();
    var touched = new LinkedHashSet<Link>();
    proxies.forEach(
        (link, proxy) -> {
          if (proxy.touched()) {
            touched.add(link);
          }
        });
    var states = states(touched);
    if (!states.isEmpty()) {
      become("healing links", states);
      verify(states);
    }
  }

  /** Asks the server whether what is to be free is free. */
  private void verify(Map<Link, LinkState> states) {
    var names = new LinkedHashMap<String, Link>();
    states.forEach(
        (link, state) -> {
          if (state.equals(FREE)) {
            names.put(proxy(link).name(), link);
          }
        });
    var calls = new ArrayList<Callable<List<String>>>();
    calls.add(() -> disabled(names.keySet()));
    names.values().forEach(link -> calls.add(() -> proxy(link).remaining()));
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
