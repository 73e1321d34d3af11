package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.ErrorCode;
import dev.ordeal.systems.service.ReplayWindow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes what clients ask of any node on to the one that coordinates, which begins each transaction
 * at most once: a call is addressed to one life of the coordinator, and that takes its number once.
 * It is sent again only if it was addressed to no life, since none was known. A call to a life that
 * is over may have been executed in it, even if a later one refuses it: that may be a copy.
 *
 * <p>When the coordinator was silent for the whole of a call, later calls are not sent to it until
 * it is heard of, so that their clients know that nothing happened.
 */
final class Relay {
  private final Site site;
  private final String coordinator;
  private final BiConsumer<List<Op>, Consumer<Map<String, @Nullable Object>>> begin;
  private final ReplayWindow taken = new ReplayWindow();
  private final Map<Long, Call> calls = new TreeMap<>();
  private long numbers;
  private long heard;
  private boolean silent;

  /**
   * A client waits for its answer.
   *
   * @param to the life that it is addressed to; 0, which no node lives, if none was known
   */
  private record Call(
      List<Op> ops,
      long to,
      long began,
      Consumer<Map<String, @Nullable Object>> answer,
      Runnable cancelTimer) {
    Call to(long life) {
      return new Call(ops, life, began, answer, cancelTimer);
    }
  }

  /**
   * A way to the coordinator.
   *
   * @param begin begins a transaction, if this node is the coordinator
   */
  Relay(
      Site site,
      String coordinator,
      BiConsumer<List<Op>, Consumer<Map<String, @Nullable Object>>> begin) {
    this.site = site;
    this.coordinator = coordinator;
    this.begin = begin;
    this.heard = site.host().now();
  }

  private String session() {
    return site.name() + "." + site.life();
  }

  /** Has the coordinator begin a transaction. */
  void call(List<Op> ops, Consumer<Map<String, @Nullable Object>> answer) {
    if (silent) {
      site.send(coordinator, Bodies.of("type", "hello", "life", site.life()));
      answer.accept(
          ErrorCode.TEMPORARILY_UNAVAILABLE.body("the coordinator " + coordinator + " is silent"));
      return;
    }
    long id = ++numbers;
    Runnable cancel = site.host().after(site.timings().timeout(), () -> expire(id));
    long to = site.lives().of(coordinator);
    submit(id, new Call(ops, to, site.host().now(), answer, cancel));
  }

  private void submit(long id, Call call) {
    calls.put(id, call);
    site.send(
        coordinator,
        Bodies.of(
            "type",
            "submit",
            "session",
            session(),
            "id",
            id,
            "to",
            call.to,
            "ops",
            Op.plain(call.ops)));
  }

  private void expire(long id) {
    Call call = calls.remove(id);
    if (call != null) {
      silent = heard - call.began < 0;
      call.answer.accept(
          ErrorCode.TIMEOUT.body("no answer from " + coordinator + ": it may have happened"));
    }
  }

  /** Another node, perhaps the coordinator, is alive. */
  void heard(String from) {
    if (from.equals(coordinator)) {
      heard = site.host().now();
      silent = false;
    }
  }

  /** What another node's relay says to this one's. */
  void receive(String src, Map<String, @Nullable Object> body) {
    long id = Bodies.number(body, "id");
    String session = Bodies.text(body, "session");
    switch (Bodies.type(body)) {
      case "submit" -> submitted(src, session, id, body);
      case "misaddressed" -> {
        long life = Bodies.number(body, "life");
        site.lives().learn(coordinator, life);
        if (session.equals(session())) {
          misaddressed(id, life);
        }
      }
      default -> {
        Call call = session.equals(session()) ? calls.remove(id) : null;
        if (call != null) {
          call.cancelTimer.run();
          call.answer.accept(Bodies.fields(body, "answer"));
        }
      }
    }
  }

  /** A later life of the coordinator than the one that was meant did not take the call. */
  private void misaddressed(long id, long life) {
    Call call = calls.get(id);
    if (call != null && call.to == 0) {
      submit(id, call.to(site.lives().of(coordinator)));
    } else if (call != null && call.to < life) {
      call.cancelTimer.run();
      expire(id);
    }
  }

  private void submitted(String src, String session, long id, Map<String, @Nullable Object> body) {
    if (Bodies.number(body, "to") != site.life()) {
      site.send(
          src,
          Bodies.of("type", "misaddressed", "session", session, "id", id, "life", site.life()));
    } else if (taken.isNew(session, id)) {
      begin.accept(
          Op.in(body),
          answer ->
              site.send(
                  src,
                  Bodies.of("type", "submitted", "session", session, "id", id, "answer", answer)));
    }
  }
}
