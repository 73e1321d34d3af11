package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.loop.EventLoop;
import dev.ordeal.toxiproxy.loop.Timer;
import dev.ordeal.toxiproxy.model.ConnectFault;
import dev.ordeal.toxiproxy.model.ConnectionView;
import dev.ordeal.toxiproxy.model.Stream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Those who have connected to one proxy: held up, being dialled for, or joined with a server. */
final class Clients {
  private static final Logger LOG = System.getLogger(Clients.class.getName());

  /** What the proxy wants done with a client that comes now. */
  record Terms(
      String listen,
      String upstream,
      boolean keepEnds,
      ConnectFault fault,
      Collection<PlacedToxic> toxics) {}

  private final Resources resources;
  private final String proxy;
  private final long seed;
  private final Supplier<Terms> terms;
  private final Map<SocketChannel, Timer> heldUp = new HashMap<>();
  private final Map<SocketChannel, Dial> dials = new HashMap<>();
  private final Set<Connection> connections = new LinkedHashSet<>();
  private long accepted;

  Clients(Resources resources, String proxy, Supplier<Terms> terms) {
    this.resources = resources;
    this.proxy = proxy;
    this.seed = Seeds.derive(resources.seed(), proxy.hashCode());
    this.terms = terms;
  }

  /** Takes a client in, as the connect fault in force says. */
  void accept(SocketChannel client) {
    ConnectFault fault = terms.get().fault();
    if (fault.kind() == ConnectFault.Kind.RESET) {
      resources.events().add("connect_reset", proxy, "");
      reset(client);
    } else if (fault.kind() == ConnectFault.Kind.SLOW) {
      EventLoop loop = resources.loop();
      long due = loop.now() + fault.delay().toNanos();
      heldUp.put(client, loop.at(due, () -> letIn(client)));
    } else {
      dial(client);
    }
  }

  private void letIn(SocketChannel client) {
    heldUp.remove(client);
    dial(client);
  }

  private static void reset(SocketChannel client) {
    try {
      client.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      LOG.log(Level.TRACE, "a client left before it was reset", e);
    }
    EventLoop.closeQuietly(client);
  }

  private void dial(SocketChannel client) {
    long id = accepted++;
    String upstream = terms.get().upstream();
    Dial dial =
        Dial.start(
            resources,
            upstream,
            server -> join(client, server, id),
            reason -> hangUp(client, upstream, reason));
    dials.put(client, dial);
  }

  private void hangUp(SocketChannel client, String upstream, String reason) {
    resources.events().add("dial_failed", proxy, upstream + ": " + reason);
    dials.remove(client);
    EventLoop.closeQuietly(client);
  }

  private void join(SocketChannel client, Peer server, long id) {
    dials.remove(client);
    try {
      Terms now = terms.get();
      Connection connection =
          new Connection(
              resources, setup(now, id), Peer.of(resources.loop(), client), server, this::ended);
      connections.add(connection);
      resources.events().add("connected", proxy, "connection " + id);
      now.toxics().forEach(connection::add);
      connection.start();
    } catch (IOException e) {
      EventLoop.closeQuietly(client);
      server.close();
    }
  }

  private Connection.Setup setup(Terms now, long id) {
    return new Connection.Setup(
        proxy,
        id,
        Seeds.derive(seed, id),
        resources.events().now(),
        now.keepEnds(),
        totals(Stream.UPSTREAM, now),
        totals(Stream.DOWNSTREAM, now));
  }

  private Traffic.Totals totals(Stream stream, Terms now) {
    return resources.traffic().of(new Traffic.Labels(stream, proxy, now.listen(), now.upstream()));
  }

  private void ended(Connection connection) {
    connections.remove(connection);
    ConnectionView view = connection.view();
    resources
        .events()
        .add(
            "disconnected",
            proxy,
            "connection %d %s; upstream %d of %d bytes, downstream %d of %d"
                .formatted(
                    view.id(),
                    view.state(),
                    view.upstream().sent(),
                    view.upstream().received(),
                    view.downstream().sent(),
                    view.downstream().received()));
  }

  /** Does something to every connection there is now. */
  void forEach(Consumer<Connection> action) {
    List.copyOf(connections).forEach(action);
  }

  /** Closes every connection at once, made or in the making. */
  void drop() {
    dials.values().forEach(Dial::cancel);
    dials.keySet().forEach(EventLoop::closeQuietly);
    dials.clear();
    heldUp.values().forEach(Timer::cancel);
    heldUp.keySet().forEach(EventLoop::closeQuietly);
    heldUp.clear();
    forEach(Connection::close);
    resources.loop().flushCloses();
  }

  /**
   * Resets every connection at once (RST on both sides), made or in the making.
   *
   * @return how many
   */
  int resetNow() {
    int count = connections.size() + dials.size() + heldUp.size();
    dials.values().forEach(Dial::cancel);
    dials.keySet().forEach(Clients::reset);
    dials.clear();
    heldUp.values().forEach(Timer::cancel);
    heldUp.keySet().forEach(Clients::reset);
    heldUp.clear();
    forEach(Connection::reset);
    resources.loop().flushCloses();
    return count;
  }

  /** The connections there are now, oldest first. */
  List<ConnectionView> views() {
    return connections.stream().map(Connection::view).toList();
  }
}
