package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests of this node to others, each sent again to whoever stays silent until it is closed. So
 * whatever is asked for must be idempotent.
 */
final class Calls {
  private static final int MOST_DOUBLINGS = 3;

  private final Host host;
  private final BiConsumer<String, Map<String, @Nullable Object>> send;
  private final Consumer<String> silent;
  private final Duration retry;
  private final Map<Long, Call> open = new LinkedHashMap<>();
  private long lastId;
  private boolean ticking;

  /** Told of an answer; each node answers once. */
  interface Answer {
    void from(String node, Map<String, @Nullable Object> answer);
  }

  /**
   * The calls of one life of a node.
   *
   * @param send how to send, to this node itself too
   * @param silent told of a node that did not answer in time
   * @param retry how long an answer may take before the request is sent again
   * @param firstId numbers the calls; no other life of this node has used it or greater ones
   */
  Calls(
      Host host,
      BiConsumer<String, Map<String, @Nullable Object>> send,
      Consumer<String> silent,
      Duration retry,
      long firstId) {
    this.host = host;
    this.send = send;
    this.silent = silent;
    this.retry = retry;
    this.lastId = firstId;
  }

  /** A request on its way to several nodes. */
  final class Call {
    private final long id = ++lastId;
    private final Map<String, @Nullable Object> request;
    private final Answer answer;
    private final Set<String> waiting;
    private int tries;
    private long sentAt;

    private Call(Collection<String> nodes, Map<String, @Nullable Object> request, Answer answer) {
      this.request = Bodies.with(request, "call", id);
      this.answer = answer;
      this.waiting = new LinkedHashSet<>(nodes);
    }

    /** Takes no more answers. */
    void close() {
      open.remove(id);
    }

    /** Who has not answered. */
    Set<String> silent() {
      return Set.copyOf(waiting);
    }

    /** Asks somebody once more who has answered. */
    void again(String node) {
      if (open.containsKey(id)) {
        waiting.add(node);
        send.accept(node, request);
      }
    }

    /** To itself last: the answer may come at once, and be the last that was missing. */
    private void sendToSilent() {
      sentAt = host.now();
      List<String> nodes = new ArrayList<>(waiting);
      for (String node : nodes) {
        if (!node.equals(host.name())) {
          send.accept(node, request);
        }
      }
      if (nodes.contains(host.name())) {
        send.accept(host.name(), request);
      }
    }

    private boolean isDue(long now) {
      return now - sentAt >= retry.toNanos() << Math.min(tries, MOST_DOUBLINGS);
    }

    private void repeat() {
      tries++;
      List.copyOf(waiting).forEach(silent);
      sendToSilent();
    }
  }

  /** Asks nodes for something; the answers may come before this returns. */
  Call ask(Collection<String> nodes, Map<String, @Nullable Object> request, Answer answer) {
    var call = new Call(nodes, request, answer);
    open.put(call.id, call);
    tickLater();
    call.sendToSilent();
    return call;
  }

  /** The answer to a request that was asked by a call. */
  static Map<String, @Nullable Object> answerTo(
      Map<String, @Nullable Object> request, Map<String, @Nullable Object> answer) {
    return Bodies.of("type", "answer", "call", request.get("call"), "answer", answer);
  }

  /** Takes an answer, unless the call is closed or has one from this node. */
  void receive(String src, Map<String, @Nullable Object> body) {
    Call call = open.get(Bodies.number(body, "call"));
    if (call != null && call.waiting.remove(src)) {
      call.answer.from(src, Bodies.fields(body, "answer"));
    }
  }

  private void tickLater() {
    if (!ticking) {
      ticking = true;
      host.after(retry.dividedBy(2), this::tick);
    }
  }

  private void tick() {
    ticking = false;
    long now = host.now();
    for (Call call : List.copyOf(open.values())) {
      if (call.waiting.isEmpty()) {
        continue;
      }
      if (open.containsKey(call.id) && call.isDue(now)) {
        call.repeat();
      }
    }
    if (!open.isEmpty()) {
      tickLater();
    }
  }
}
