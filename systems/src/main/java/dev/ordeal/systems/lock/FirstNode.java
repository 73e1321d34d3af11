package dev.ordeal.systems.lock;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.ErrorCode;
import dev.ordeal.systems.port.Host;
import dev.ordeal.systems.service.ReplayWindow;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls from any node to the first one, which hosts what all nodes share.
 *
 * <p>A call is sent once and done at most once. If no answer comes in time, its outcome is unknown.
 */
final class FirstNode {
  /** What the first node does with a call: it answers, at once or later. */
  interface Service {
    void serve(Map<String, @Nullable Object> call, Consumer<Map<String, @Nullable Object>> answer);
  }

  private final Host host;
  private final String first;
  private final Service service;
  private final Duration timeout;
  private final String session;
  private final ReplayWindow replays = new ReplayWindow();
  private final Map<Long, Call> calls = new HashMap<>();
  private long lastCall;

  private record Call(Consumer<Map<String, @Nullable Object>> answer, Runnable cancelTimeout) {}

  /**
   * The way to the first node.
   *
   * @param service what this node does if it is the first
   * @param timeout how long a caller waits for the first node
   */
  FirstNode(Host host, Service service, Duration timeout) {
    this.host = host;
    this.first = host.nodes().get(0);
    this.service = service;
    this.timeout = timeout;
    this.session = host.name() + "/" + Long.toHexString(host.random().nextLong());
  }

  boolean isHere() {
    return first.equals(host.name());
  }

  void call(Map<String, @Nullable Object> call, Consumer<Map<String, @Nullable Object>> answer) {
    if (isHere()) {
      service.serve(call, answer);
      return;
    }
    long id = ++lastCall;
    calls.put(id, new Call(answer, host.after(timeout, () -> expire(id))));
    host.send(first, Bodies.of("type", "call", "session", session, "id", id, "call", call));
  }

  private void expire(long id) {
    Call call = calls.remove(id);
    if (call != null) {
      call.answer.accept(
          ErrorCode.TIMEOUT.body("no answer from " + first + ": it may have happened"));
    }
  }

  void receive(String src, Map<String, @Nullable Object> body) {
    long id = Bodies.number(body, "id");
    String type = Bodies.type(body);
    if (type.equals("call") && isHere()) {
      if (replays.isNew(Bodies.text(body, "session"), id)) {
        String caller = Bodies.text(body, "session");
        service.serve(
            Bodies.fields(body, "call"),
            answer ->
                host.send(
                    src,
                    Bodies.of("type", "called", "session", caller, "id", id, "answer", answer)));
      }
    } else if (type.equals("called") && session.equals(body.get("session"))) {
      Call call = calls.remove(id);
      if (call != null) {
        call.cancelTimeout.run();
        call.answer.accept(Bodies.fields(body, "answer"));
      }
    }
  }
}
