package dev.ordeal.toxiproxy.http;

import dev.ordeal.toxiproxy.loop.EventLoop;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A small HTTP/1.1 server, one daemon thread per kept connection, since a control plane has few.
 * Why not the JDK's: on JDK 17 that one needs a system property, set before its classes load, to
 * answer a POST in less than 44 ms, and a library has no business setting one.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(HttpServer.class.getName());
  private static final int MAX_CONNECTIONS = 512;
  private static final int IDLE_MILLIS = 60_000;
  private static final int READ_MILLIS = 15_000;
  private static final Duration REST = Duration.ofMillis(100);

  private final ServerSocket server;
  private final Function<Request, Response> handler;
  private final Map<Socket, Thread> connections = new ConcurrentHashMap<>();
  private final Thread acceptor;
  private volatile boolean closed;

  private HttpServer(ServerSocket server, Function<Request, Response> handler) {
    this.server = server;
    this.handler = handler;
    this.acceptor = daemon(this::accept, "toxiproxy-api");
  }

  /**
   * Listens.
   *
   * @throws IOException when the address cannot be had
   */
  public static HttpServer start(InetSocketAddress address, Api api) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(address, 1024);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    HttpServer server = new HttpServer(socket, api::answer);
    server.acceptor.start();
    return server;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  /** Hangs up on every client and ends every thread; waits until they have ended. */
  @Override
  public void close() {
    closed = true;
    EventLoop.closeQuietly(server);
    join(acceptor);
    connections.keySet().forEach(EventLoop::closeQuietly);
    connections.values().forEach(HttpServer::join);
  }

  private void accept() {
    while (!closed) {
      try {
        serve(server.accept());
      } catch (IOException e) {
        if (!closed) {
          LOG.log(Level.WARNING, "the API cannot accept: {0}", e.getMessage());
          rest();
        }
      }
    }
  }

  private void serve(Socket client) {
    if (connections.size() >= MAX_CONNECTIONS) {
      EventLoop.closeQuietly(client);
      return;
    }
    Thread thread = daemon(() -> converse(client), "toxiproxy-api-" + client.getPort());
    connections.put(client, thread);
    thread.start();
  }

  private void converse(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      var out = client.getOutputStream();
      RequestReader reader =
          new RequestReader(new BufferedInputStream(client.getInputStream()), out);
      boolean keepAlive = true;
      while (keepAlive && !closed) {
        client.setSoTimeout(IDLE_MILLIS);
        Optional<String> first = reader.firstLine();
        if (first.isEmpty()) {
          return;
        }
        client.setSoTimeout(READ_MILLIS);
        Exchange exchange = exchange(reader, first.get());
        keepAlive = exchange.keepAlive();
        out.write(exchange.response().encode(keepAlive));
      }
    } catch (SocketTimeoutException e) {
      LOG.log(Level.DEBUG, "an API client fell silent");
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "an API client went away: {0}", e.getMessage());
    } finally {
      connections.remove(client);
    }
  }

  private record Exchange(Response response, boolean keepAlive) {}

  private Exchange exchange(RequestReader reader, String firstLine) throws IOException {
    try {
      Request request = reader.rest(firstLine);
      return new Exchange(handler.apply(request), request.keepAlive());
    } catch (MalformedRequestException e) {
      return new Exchange(Response.plain(400, "400 Bad Request: " + e.getMessage()), false);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void rest() {
    try {
      acceptor.join(REST.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
