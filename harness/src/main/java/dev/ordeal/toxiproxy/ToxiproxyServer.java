package dev.ordeal.toxiproxy;

import dev.ordeal.toxiproxy.http.Api;
import dev.ordeal.toxiproxy.http.Calls;
import dev.ordeal.toxiproxy.http.HttpServer;
import dev.ordeal.toxiproxy.http.Metrics;
import dev.ordeal.toxiproxy.loop.EventLoop;
import dev.ordeal.toxiproxy.model.ConnectionView;
import dev.ordeal.toxiproxy.model.Event;
import dev.ordeal.toxiproxy.model.FullProxyView;
import dev.ordeal.toxiproxy.proxy.EventLog;
import dev.ordeal.toxiproxy.proxy.Proxies;
import dev.ordeal.toxiproxy.proxy.ProxyChange;
import dev.ordeal.toxiproxy.proxy.Resolver;
import dev.ordeal.toxiproxy.proxy.Resources;
import dev.ordeal.toxiproxy.proxy.Traffic;
import dev.ordeal.toxiproxy.toxic.Holdings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * A running server: the HTTP API of Toxiproxy and the proxies it creates, inside this JVM. Any
 * client of Toxiproxy can drive it. Unlike the original it repeats itself: the same seed and the
 * same calls give every connection the same draws.
 */
public final class ToxiproxyServer implements AutoCloseable {
  private final EventLoop loop;
  private final Resolver resolver;
  private final Calls calls;
  private final Proxies proxies;
  private final HttpServer http;

  private ToxiproxyServer(
      EventLoop loop, Resolver resolver, Calls calls, Proxies proxies, HttpServer http) {
    this.loop = loop;
    this.resolver = resolver;
    this.calls = calls;
    this.proxies = proxies;
    this.http = http;
  }

  /** A server still to be started: on 127.0.0.1, a free port, seed 0. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where the API listens. */
  public InetSocketAddress address() {
    return http.address();
  }

  /** The port of the API. */
  public int port() {
    return address().getPort();
  }

  /** All proxies with all that is known of them, sorted by name. */
  public List<FullProxyView> proxies() {
    return calls.call(proxies::listFully);
  }

  /**
   * Brings several proxies to what is wanted, all of them or none.
   *
   * @throws dev.ordeal.toxiproxy.model.Refusal with what is wrong; then nothing has changed
   */
  public List<FullProxyView> change(List<ProxyChange> changes) {
    return calls.call(() -> proxies.change(changes));
  }

  /** Who is connected now, by proxy and age. */
  public List<ConnectionView> connections() {
    return calls.call(() -> proxies.connections());
  }

  /**
   * Resets every connection of a proxy now (RST on both sides).
   *
   * @return how many
   * @throws dev.ordeal.toxiproxy.model.Refusal 404 without such a proxy
   */
  public int resetConnections(String proxy) {
    return calls.call(() -> proxies.resetConnections(proxy));
  }

  /**
   * What has happened after that event, 0 for all; the last {@value EventLog#CAPACITY} are kept.
   */
  public List<Event> eventsSince(long seq) {
    return calls.call(() -> proxies.eventsSince(seq));
  }

  /** Removes a proxy and its connections; harmless when it is gone. */
  public void delete(String proxy) {
    calls.run(() -> proxies.deleteIfThere(proxy));
  }

  /** Closes the API, every proxy and every connection; no thread and no socket is left. */
  @Override
  public void close() {
    http.close();
    loop.close();
    resolver.close();
  }

  /** How a server is to be started. */
  public static final class Builder {
    private String host = "127.0.0.1";
    private int port;
    private long seed;
    private Duration dialTimeout = Duration.ofSeconds(10);
    private boolean keepEnds;
    private boolean proxyMetrics;
    private boolean runtimeMetrics;

    private Builder() {}

    /** The address the API listens on. */
    public Builder host(String newHost) {
      host = newHost;
      return this;
    }

    /** The port the API listens on; 0 for a free one. */
    public Builder port(int newPort) {
      port = newPort;
      return this;
    }

    /** What the coin of every toxicity and every jitter derive from. */
    public Builder seed(long newSeed) {
      seed = newSeed;
      return this;
    }

    /** How long a proxy tries to reach its upstream before it hangs up on the client. */
    public Builder dialTimeout(Duration newDialTimeout) {
      dialTimeout = newDialTimeout;
      return this;
    }

    /**
     * Whether new proxies pass on a half-close as a half-close and a reset (RST) as a reset. The
     * original closes the other side whole in both cases, and so does this server if not told.
     */
    public Builder keepEnds(boolean newKeepEnds) {
      keepEnds = newKeepEnds;
      return this;
    }

    /** What {@code /metrics} shows: bytes by proxy, the use of this JVM; without both, 404. */
    public Builder metrics(boolean ofProxies, boolean ofRuntime) {
      proxyMetrics = ofProxies;
      runtimeMetrics = ofRuntime;
      return this;
    }

    /**
     * Starts the server.
     *
     * @throws IOException with a cure in its message when the address cannot be had
     */
    public ToxiproxyServer start() throws IOException {
      EventLoop loop = EventLoop.start("toxiproxy-loop");
      Resolver resolver = new Resolver();
      try {
        return start(loop, resolver);
      } catch (IOException e) {
        loop.close();
        resolver.close();
        throw new IOException(
            ("cannot listen on %s:%d (%s): give an address of this machine,"
                    + " and a port that is free or 0")
                .formatted(host, port, e.getMessage()),
            e);
      }
    }

    private ToxiproxyServer start(EventLoop loop, Resolver resolver) throws IOException {
      Resources resources =
          new Resources(
              loop,
              resolver,
              new Holdings.Total(Runtime.getRuntime().maxMemory() / 4),
              new EventLog(loop),
              new Traffic(),
              new Resources.Settings(seed, dialTimeout, keepEnds));
      Proxies proxies = new Proxies(resources);
      Calls calls = new Calls(loop);
      Metrics metrics = new Metrics(calls, resources.traffic(), proxyMetrics, runtimeMetrics);
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
      HttpServer http = HttpServer.start(address, new Api(calls, proxies, metrics));
      return new ToxiproxyServer(loop, resolver, calls, proxies, http);
    }
  }
}
