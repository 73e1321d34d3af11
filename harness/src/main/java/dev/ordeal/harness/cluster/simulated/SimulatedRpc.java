package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.client.ErrorCodes;
import dev.ordeal.harness.client.Rpc;
import dev.ordeal.harness.client.RpcException;
import dev.ordeal.harness.cluster.Network.Cut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A client's connection to a node: in order both ways, lost when the node dies. */
final class SimulatedRpc implements Rpc {
  private final SimulatedCluster cluster;
  private final Member node;
  private final String name;
  private final List<Call> waiting = new ArrayList<>(2);
  private long lastId;
  private long lastRequestAt;
  private long lastAnswerAt;
  private boolean closed;

  SimulatedRpc(SimulatedCluster cluster, Member node, String name) {
    this.cluster = cluster;
    this.node = node;
    this.name = name;
  }

  String name() {
    return name;
  }

  Member node() {
    return node;
  }

  @Override
  public CompletionStage<Map<String, @Nullable Object>> call(
      Map<String, ? extends @Nullable Object> body, Duration timeout) {
    var request = WireCopy.map(body).with("msg_id", ++lastId);
    var life = node.life();
    var call = new Call(lastId, life);
    if (closed || cluster.closed()) {
      return CompletableFuture.failedFuture(
          ErrorCodes.exception(
              ErrorCodes.TEMPORARILY_UNAVAILABLE, "the connection to " + node + " is closed"));
    }
    waiting.add(call);
    cluster.schedule(timeout.toNanos(), call);
    long now = cluster.now();
    var cut = cluster.links().clientsCut(node, false);
    long slowness = cluster.links().clientsDelay(node, false, request);
    lastRequestAt = Math.max(lastRequestAt, now + cluster.clientLatency() + slowness);
    if (life == null || cut == Cut.REFUSE) {
      back(lastRequestAt, new Lost(null, ErrorCodes.TEMPORARILY_UNAVAILABLE, call));
    } else if (cut == null) {
      cluster.schedule(lastRequestAt - now, new Request(life, request));
    }
    return call.answer;
  }

  /** Lets something reach the client behind all that is on its way to it. */
  private void back(long from, Event event) {
    lastAnswerAt = Math.max(lastAnswerAt, from + cluster.clientLatency());
    cluster.schedule(lastAnswerAt - cluster.now(), event);
  }

  /** The node answers; if it is another one than this connection leads to, nothing happens. */
  void answer(Member from, PlainMap body) {
    if (from == node && cluster.links().clientsCut(node, true) == null) {
      long slowness = cluster.links().clientsDelay(node, true, body);
      back(cluster.now() + slowness, new Answer(body));
    }
  }

  /** That life of the node has ended: what it has not answered may have happened. */
  void lose(Life life) {
    if (!waiting.isEmpty()) {
      back(cluster.now(), new Lost(life, ErrorCodes.CRASH, null));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      cluster.disconnect(this);
      for (Call call : List.copyOf(waiting)) {
        fail(call, ErrorCodes.CRASH, "the connection to " + node + " was closed before the answer");
      }
    }
  }

  private void fail(Call call, int code, String text) {
    if (waiting.remove(call)) {
      cluster.cancel(call);
      call.answer.completeExceptionally(ErrorCodes.exception(code, text));
    }
  }

  /** A call that waits; as an event, its time-out. */
  private final class Call extends Event {
    private final long id;
    private final @Nullable Life life;
    private final CompletableFuture<Map<String, @Nullable Object>> answer =
        new CompletableFuture<>();

    Call(long id, @Nullable Life life) {
      this.id = id;
      this.life = life;
    }

    @Override
    void fire() {
      waiting.remove(this);
      answer.completeExceptionally(
          new RpcException(false, ErrorCodes.TIMEOUT, "no answer from " + node + " in time"));
    }
  }

  private final class Request extends NodeEvent {
    private final Life life;
    private final PlainMap body;

    Request(Life life, PlainMap body) {
      this.life = life;
      this.body = body;
    }

    @Override
    void fire() {
      if (!life.ended() && cluster.links().clientsCut(node, false) == null) {
        life.take(this);
      }
    }

    @Override
    void act(Life same) {
      same.receive(name, body);
    }
  }

  private final class Answer extends Event {
    private final PlainMap body;

    Answer(PlainMap body) {
      this.body = body;
    }

    @Override
    void fire() {
      if (!(body.get("in_reply_to") instanceof Long id)) {
        return;
      }
      for (int at = 0; at < waiting.size(); at++) {
        var call = waiting.get(at);
        if (call.id == id) {
          waiting.remove(at);
          cluster.cancel(call);
          complete(call);
          return;
        }
      }
    }

    private void complete(Call call) {
      if (ErrorCodes.isError(body)) {
        call.answer.completeExceptionally(ErrorCodes.exception(body));
      } else {
        call.answer.complete(body);
      }
    }
  }

  /** The end of a connection, or its refusal, as the client comes to know it. */
  private final class Lost extends Event {
    private final @Nullable Life life;
    private final int code;
    private final @Nullable Call only;

    Lost(@Nullable Life life, int code, @Nullable Call only) {
      this.life = life;
      this.code = code;
      this.only = only;
    }

    @Override
    void fire() {
      if (only != null) {
        fail(only, code, node + " refused the connection: it is not running, or cut off");
        return;
      }
      for (Call call : List.copyOf(waiting)) {
        if (call.life == life) {
          fail(call, code, "the connection to " + node + " was lost before the answer");
        }
      }
    }
  }
}
