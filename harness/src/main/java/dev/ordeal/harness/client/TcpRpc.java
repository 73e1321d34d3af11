package dev.ordeal.harness.client;

import dev.ordeal.harness.client.RpcConnection.Request;
import dev.ordeal.history.PlainData;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Rpc} over TCP: newline-delimited JSON messages on one connection.
 *
 * <p>It connects at the first call, and again at the first call after a loss. All connections share
 * one reader thread and one timer thread, on which the stages complete: what hangs on a stage must
 * not block. Safe for use by many threads; answers are matched by {@code in_reply_to}, so calls may
 * overlap.
 *
 * <p>How a call without an answer fails: code 11, definite, if no byte of it left (refused, still
 * connecting at its time-out, closed); code 13, indefinite, if the connection was lost after that;
 * code 0, indefinite, if its time ran out.
 */
public final class TcpRpc implements Rpc {
  private static final AtomicLong CLIENTS = new AtomicLong();

  private final String src = "c" + CLIENTS.incrementAndGet();
  private final String dest;
  private final InetSocketAddress address;
  private final AtomicLong ids = new AtomicLong();
  private @Nullable RpcConnection connection;
  private boolean closed;

  /**
   * A client of one node; does not connect yet.
   *
   * @param dest the node's name, as messages are addressed
   * @param address where it listens
   */
  public TcpRpc(String dest, InetSocketAddress address) {
    this.dest = dest;
    this.address = address;
  }

  /** The name under which the node knows this client: {@code c12}; no other client has it. */
  public String src() {
    return src;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the body is not plain data
   */
  @Override
  public CompletionStage<Map<String, @Nullable Object>> call(
      Map<String, ? extends @Nullable Object> body, Duration timeout) {
    long id = ids.incrementAndGet();
    var request = new Request(id, encode(id, body), new CompletableFuture<>());
    var used = usable();
    if (used == null) {
      request.fail(new RpcException(true, ErrorCodes.TEMPORARILY_UNAVAILABLE, "client is closed"));
      return request.answer().minimalCompletionStage();
    }
    used.send(request);
    var timer =
        RpcLoop.shared()
            .timer()
            .schedule(() -> used.giveUp(request, timeout), timeout.toNanos(), TimeUnit.NANOSECONDS);
    request.answer().whenComplete((answer, failure) -> timer.cancel(false));
    return request.answer().minimalCompletionStage();
  }

  private synchronized @Nullable RpcConnection usable() {
    if (closed) {
      return null;
    }
    if (connection == null || connection.isLost()) {
      connection = new RpcConnection(dest, address);
    }
    return connection;
  }

  private byte[] encode(long id, Map<String, ? extends @Nullable Object> body) {
    var numbered = new LinkedHashMap<String, @Nullable Object>(body);
    numbered.put("msg_id", id);
    var message = new LinkedHashMap<String, @Nullable Object>();
    message.put("src", src);
    message.put("dest", dest);
    message.put("body", PlainData.of(numbered));
    return WireJson.encode(message);
  }

  @Override
  public void close() {
    RpcConnection last;
    synchronized (this) {
      closed = true;
      last = connection;
      connection = null;
    }
    if (last != null) {
      last.lose("the client was closed");
    }
  }

  @Override
  public String toString() {
    return src + " to " + dest + " at " + address;
  }
}
