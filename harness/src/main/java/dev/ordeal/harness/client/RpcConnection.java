package dev.ordeal.harness.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One TCP connection of a {@link TcpRpc}, from its connect to its loss; it is never used again. */
final class RpcConnection {
  private static final int LONGEST_LINE_BYTES = 8 << 20;

  /** A request on its way, and the stage of its answer. */
  static final class Request {
    private final long id;
    private final ByteBuffer bytes;
    private final CompletableFuture<Map<String, @Nullable Object>> answer;

    Request(long id, byte[] line, CompletableFuture<Map<String, @Nullable Object>> answer) {
      this.id = id;
      this.bytes = ByteBuffer.wrap(line);
      this.answer = answer;
    }

    CompletableFuture<Map<String, @Nullable Object>> answer() {
      return answer;
    }

    /** Whether the kernel took any byte of it; from then on, it may have happened. */
    private boolean sent() {
      return bytes.position() > 0;
    }

    void fail(RpcException failure) {
      answer.completeExceptionally(failure);
    }
  }

  private final String dest;
  private final InetSocketAddress address;
  private final Map<Long, Request> unanswered = new HashMap<>();
  private final Deque<Request> outbox = new ArrayDeque<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private volatile boolean open;
  private boolean lost;
  private String lostBecause = "";

  /** Begins to connect. */
  RpcConnection(String dest, InetSocketAddress address) {
    this.dest = dest;
    this.address = address;
    RpcLoop.shared().execute(this::connect);
  }

  synchronized boolean isLost() {
    return lost;
  }

  private void connect() {
    try {
      synchronized (this) {
        if (lost) {
          return;
        }
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = channel.register(RpcLoop.shared().selector(), SelectionKey.OP_CONNECT, this);
        if (channel.connect(address)) {
          connected(channel, key);
        }
      }
    } catch (IOException | RuntimeException failure) {
      lose("cannot connect to " + where(failure));
    }
  }

  private String where(Exception failure) {
    return dest + " at " + address + ": " + failure.getMessage();
  }

  private void connected(SocketChannel channel, SelectionKey key) throws IOException {
    open = true;
    key.interestOps(SelectionKey.OP_READ);
    flush(channel, key);
  }

  /** Sends a request now, or once connected; fails it if the connection is lost already. */
  void send(Request request) {
    String failure;
    synchronized (this) {
      if (lost) {
        failure = lostBecause;
      } else {
        unanswered.put(request.id, request);
        outbox.add(request);
        if (!open || channel == null || key == null) {
          return;
        }
        try {
          flush(channel, key);
          return;
        } catch (IOException | CancelledKeyException broken) {
          failure = "lost the connection to " + where(broken);
        }
      }
    }
    lose(failure);
    request.fail(new RpcException(true, ErrorCodes.TEMPORARILY_UNAVAILABLE, failure));
  }

  private void flush(SocketChannel channel, SelectionKey key) throws IOException {
    while (!outbox.isEmpty()) {
      var next = outbox.element();
      channel.write(next.bytes);
      if (next.bytes.hasRemaining()) {
        if ((key.interestOps() & SelectionKey.OP_WRITE) == 0) {
          key.interestOpsOr(SelectionKey.OP_WRITE);
          key.selector().wakeup();
        }
        return;
      }
      outbox.remove();
    }
    if ((key.interestOps() & SelectionKey.OP_WRITE) != 0) {
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }
  }

  /** Ends the wait for an answer: the request's time has run out. */
  void giveUp(Request request, Duration timeout) {
    boolean unsent;
    synchronized (this) {
      if (unanswered.remove(request.id) == null) {
        return;
      }
      unsent = !request.sent();
      if (unsent) {
        outbox.remove(request);
      }
    }
    request.fail(
        unsent
            ? new RpcException(
                true,
                ErrorCodes.TEMPORARILY_UNAVAILABLE,
                "not sent within " + timeout.toMillis() + " ms: no connection to " + dest)
            : new RpcException(
                false,
                ErrorCodes.TIMEOUT,
                "no answer from " + dest + " within " + timeout.toMillis() + " ms"));
  }

  /** Does what the channel is ready for; only the loop's thread calls it. */
  void ready(SelectionKey key) {
    try {
      var channel = (SocketChannel) key.channel();
      synchronized (this) {
        if (lost) {
          return;
        }
        if (key.isConnectable() && channel.finishConnect()) {
          connected(channel, key);
        } else if (key.isWritable()) {
          flush(channel, key);
        }
      }
      if (key.isReadable()) {
        read(channel);
      }
    } catch (CancelledKeyException closed) {
      lose("the connection to " + dest + " was closed");
    } catch (IOException | RuntimeException failure) {
      lose((open ? "lost the connection to " : "cannot connect to ") + where(failure));
    }
  }

  private void read(SocketChannel channel) throws IOException {
    var buffer = RpcLoop.shared().buffer().clear();
    if (channel.read(buffer) < 0) {
      throw new IOException("closed by the other side");
    }
    int start = 0;
    for (int i = 0; i < buffer.position(); i++) {
      if (buffer.get(i) == '\n') {
        line.write(buffer.array(), start, i - start);
        start = i + 1;
        answered(WireJson.body(line.toByteArray()));
        line.reset();
      }
    }
    line.write(buffer.array(), start, buffer.position() - start);
    if (line.size() > LONGEST_LINE_BYTES) {
      throw new IOException("an answer is longer than " + LONGEST_LINE_BYTES + " bytes");
    }
  }

  /** An answer to nobody came too late, or is the second one: it counts for nothing. */
  private void answered(Map<String, @Nullable Object> body) {
    Optional<Request> request;
    synchronized (this) {
      request =
          body.get("in_reply_to") instanceof Long id
              ? Optional.ofNullable(unanswered.remove(id))
              : Optional.empty();
    }
    request.ifPresent(
        waiting -> {
          if (ErrorCodes.isError(body)) {
            waiting.fail(ErrorCodes.exception(body));
          } else {
            waiting.answer.complete(body);
          }
        });
  }

  /** Closes the connection and fails what is unanswered; idempotent. */
  void lose(String why) {
    var failed = new ArrayList<Request>();
    synchronized (this) {
      if (lost) {
        return;
      }
      lost = true;
      lostBecause = why;
      failed.addAll(unanswered.values());
      unanswered.clear();
      outbox.clear();
      closeChannel();
    }
    for (var request : failed) {
      int code = request.sent() ? ErrorCodes.CRASH : ErrorCodes.TEMPORARILY_UNAVAILABLE;
      request.fail(new RpcException(!request.sent(), code, why));
    }
  }

  private void closeChannel() {
    if (channel != null) {
      try {
        channel.close();
        RpcLoop.shared().selector().wakeup();
      } catch (IOException ignored) {
        // Nobody uses it any more.
      }
    }
  }
}
