package dev.ordeal.toxiproxy;

import dev.ordeal.toxiproxy.http.Api;
import dev.ordeal.toxiproxy.http.HttpServer;
import dev.ordeal.toxiproxy.loop.EventLoop;
import dev.ordeal.toxiproxy.proxy.Proxies;
import dev.ordeal.toxiproxy.proxy.Resolver;
import dev.ordeal.toxiproxy.proxy.Resources;
import dev.ordeal.toxiproxy.toxic.Holdings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A running server: the HTTP API of Toxiproxy and the proxies it creates, inside this JVM. Any
 * client of Toxiproxy can drive it. Unlike the original it repeats itself: the same seed and the
 * same calls give every connection the same draws.
 */
public final class ToxiproxyServer implements AutoCloseable {
  private final EventLoop loop;
  private final Resolver resolver;
  private final HttpServer http;

  private ToxiproxyServer(EventLoop loop, Resolver resolver, HttpServer http) {
    this.loop = loop;
    this.resolver = resolver;
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
     * Starts the server.
     *
     * @throws IOException with a cure in its message when the address cannot be had
     */
    public ToxiproxyServer start() throws IOException {
      EventLoop loop = EventLoop.start("toxiproxy-loop");
      Resolver resolver = new Resolver();
      Holdings.Total holdings = new Holdings.Total(Runtime.getRuntime().maxMemory() / 4);
      Resources resources = new Resources(loop, resolver, holdings, seed, dialTimeout);
      try {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
        HttpServer http = HttpServer.start(address, new Api(loop, new Proxies(resources)));
        return new ToxiproxyServer(loop, resolver, http);
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
  }
}
