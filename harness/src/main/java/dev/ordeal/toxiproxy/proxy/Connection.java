package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.loop.ReadyHandler;
import dev.ordeal.toxiproxy.model.ConnectionView;
import dev.ordeal.toxiproxy.model.Stream;
import dev.ordeal.toxiproxy.toxic.End;
import dev.ordeal.toxiproxy.toxic.Toxic;
import java.nio.channels.SelectionKey;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The two links between a client and its server. When a link is over, the socket it wrote is closed
 * whole, as the original does; a proxy that keeps ends passes on a half-close as a half-close and a
 * reset as a reset.
 */
final class Connection {
  /**
   * What is known of a connection before its first byte.
   *
   * @param seed what its draws derive from
   * @param keepEnds whether a half-close and a reset are passed on as what they are
   * @param upstream where the bytes to the server are counted
   * @param downstream where the bytes to the client are counted
   */
  record Setup(
      String proxy,
      long id,
      long seed,
      Instant opened,
      boolean keepEnds,
      Traffic.Totals upstream,
      Traffic.Totals downstream) {}

  private static final String OPEN = "open";

  private final Setup setup;
  private final Peer client;
  private final Peer server;
  private final LinkBytes upstreamBytes;
  private final LinkBytes downstreamBytes;
  private final Link upstream;
  private final Link downstream;
  private final Consumer<Connection> whenOver;
  private final String clientAddress;
  private final String serverAddress;
  private String ending = OPEN;
  private boolean over;

  /**
   * Joins two connected sockets; nothing flows before {@link #start()}.
   *
   * @param whenOver told once, when both links are over
   */
  Connection(
      Resources resources, Setup setup, Peer client, Peer server, Consumer<Connection> whenOver) {
    this.setup = setup;
    this.client = client;
    this.server = server;
    this.whenOver = whenOver;
    this.clientAddress = client.remote();
    this.serverAddress = server.remote();
    this.upstreamBytes = new LinkBytes(setup.upstream());
    this.downstreamBytes = new LinkBytes(setup.downstream());
    this.upstream = link(resources, client, server, upstreamBytes);
    this.downstream = link(resources, server, client, downstreamBytes);
  }

  private Link link(Resources resources, Peer source, Peer sink, LinkBytes bytes) {
    return new Link(resources, source, sink, bytes, setup.keepEnds(), this::linkOver);
  }

  void start() {
    client.start(new Side(client, upstream, downstream));
    server.start(new Side(server, downstream, upstream));
  }

  void add(PlacedToxic placed) {
    Toxic toxic = placed.toxic();
    long linkSeed = Seeds.derive(setup.seed(), toxic.stream().ordinal());
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
    ended("closed by the proxy");
    upstream.abort(End.CLOSED);
    downstream.abort(End.CLOSED);
  }

  /** Resets both sockets at once (RST); what is under way is lost. */
  void reset() {
    ended("reset by the proxy");
    resetBoth();
  }

  /** What it is now, or was in the end. */
  ConnectionView view() {
    return new ConnectionView(
        setup.id(),
        setup.proxy(),
        clientAddress,
        serverAddress,
        setup.opened(),
        new ConnectionView.Bytes(upstreamBytes.received(), upstreamBytes.sent(), upstream.held()),
        new ConnectionView.Bytes(
            downstreamBytes.received(), downstreamBytes.sent(), downstream.held()),
        ending);
  }

  private Link link(Stream stream) {
    return stream == Stream.UPSTREAM ? upstream : downstream;
  }

  private void ended(String how) {
    if (ending.equals(OPEN)) {
      ending = how;
    }
  }

  private void linkOver(Link link) {
    boolean up = link == upstream;
    End end = link.ending();
    ended(words(up, end));
    if (end == End.RESET) {
      resetBoth();
    } else if (end == End.FINISHED && setup.keepEnds()) {
      (up ? server : client).finishOutput();
    } else {
      (up ? server : client).close();
      (up ? downstream : upstream).endInput(End.FINISHED);
    }
    if (!over && upstream.over() && downstream.over()) {
      over = true;
      client.close();
      server.close();
      whenOver.accept(this);
    }
  }

  private static String words(boolean up, @Nullable End end) {
    String direction = up ? "upstream" : "downstream";
    if (end == End.RESET) {
      return "reset " + direction;
    }
    if (end == End.CLOSED) {
      return "closed " + direction;
    }
    return up ? "ended by the client" : "ended by the server";
  }

  private void resetBoth() {
    client.reset();
    server.reset();
    upstream.abort(End.RESET);
    downstream.abort(End.RESET);
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
      to.abort(End.CLOSED);
      from.abort(End.CLOSED);
    }
  }
}
