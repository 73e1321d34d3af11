package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.loop.ReadyHandler;
import dev.ordeal.toxiproxy.model.Stream;
import dev.ordeal.toxiproxy.toxic.Toxic;
import java.nio.channels.SelectionKey;
import java.util.function.Consumer;

/**
 * The two links between a client and its server. When a link is over, the socket it wrote is closed
 * whole, as the original does: no half-close survives the proxy.
 */
final class Connection {
  private final long seed;
  private final Peer client;
  private final Peer server;
  private final Link upstream;
  private final Link downstream;
  private final Consumer<Connection> whenOver;

  /**
   * Joins two connected sockets; nothing flows before {@link #start()}.
   *
   * @param seed what its draws derive from
   * @param whenOver told once, when both links are over by themselves
   */
  Connection(
      Resources resources, long seed, Peer client, Peer server, Consumer<Connection> whenOver) {
    this.seed = seed;
    this.client = client;
    this.server = server;
    this.whenOver = whenOver;
    this.upstream = new Link(resources, client, server, this::linkOver);
    this.downstream = new Link(resources, server, client, this::linkOver);
  }

  void start() {
    client.start(new Side(client, upstream, downstream));
    server.start(new Side(server, downstream, upstream));
  }

  void add(PlacedToxic placed) {
    Toxic toxic = placed.toxic();
    long linkSeed = Seeds.derive(seed, toxic.stream().ordinal());
    link(toxic.stream()).add(toxic, Seeds.random(linkSeed, placed.ordinal()));
  }

  void update(Toxic toxic) {
    link(toxic.stream()).update(toxic);
  }

  void remove(Toxic toxic) {
    link(toxic.stream()).remove(toxic.name());
  }

  /** Closes both sockets at once; what is under way is lost. */
  void close() {
    upstream.abort();
    downstream.abort();
  }

  private Link link(Stream stream) {
    return stream == Stream.UPSTREAM ? upstream : downstream;
  }

  private void linkOver(Link link) {
    if (link == upstream) {
      server.close();
      downstream.endInput();
    } else {
      client.close();
      upstream.endInput();
    }
    if (upstream.over() && downstream.over()) {
      whenOver.accept(this);
    }
  }

  /** One of the two sockets: the source of one link and the sink of the other. */
  private record Side(Peer peer, Link from, Link to) implements ReadyHandler {
    @Override
    public void ready(SelectionKey key) {
      if (key.isReadable()) {
        from.readable();
      }
      if (key.isValid() && key.isWritable()) {
        to.pump();
      }
    }

    @Override
    public void failed(Exception cause) {
      peer.close();
      to.abort();
      from.abort();
    }
  }
}
