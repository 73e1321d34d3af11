package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.service.Request;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the variants do alike whose replicas keep the newest of the values offered to them: a
 * register that only grows, so that it does not matter how often or in which order it is offered
 * something.
 */
abstract class VersionedRing extends RingNode {
  private static final Map<String, @Nullable Object> STORED = Bodies.of("stored", true);

  private @Nullable Handoff handoff;

  VersionedRing(RingOptions options) {
    super(options);
  }

  /** Makes further parts. */
  void assembleMore() {}

  @Override
  final void assemble() {
    handoff = new Handoff(this);
    assembleMore();
  }

  @Override
  RingView next(RingView view, List<String> members) {
    return view.next(members);
  }

  @Override
  final void viewChanged(RingView view) {
    if (handsOff(view)) {
      started(handoff).begin();
    }
  }

  /** Whether this node passes on what no longer belongs to it. */
  boolean handsOff(RingView view) {
    return true;
  }

  @Override
  boolean settled() {
    return started(handoff).isDone();
  }

  @Override
  final @Nullable String held(String key) {
    Map<String, @Nullable Object> record = store().get(key);
    return record == null ? null : Stamped.of(record).text();
  }

  @Override
  final @Nullable Map<String, @Nullable Object> entry(String key) {
    return store().get(key);
  }

  @Override
  final void offer(String key, Map<String, @Nullable Object> entry) {
    take(key, Stamped.of(entry));
  }

  @Override
  final boolean cas(Request request, String key, Object from, Object to) {
    return false;
  }

  /** The newest value that this node keeps. */
  Stamped kept(String key) {
    return Stamped.of(store().get(key));
  }

  /** Keeps a value, unless it has a newer one. */
  final void take(String key, Stamped offered) {
    Map<String, @Nullable Object> record = store().get(key);
    if (record == null || offered.newerThan(Stamped.of(record))) {
      String before = held(key);
      store().put(key, offered.body());
      entropy().changed(key, before, offered.text());
    }
  }

  /** Keeps nothing of a key any more. */
  final void drop(String key) {
    entropy().changed(key, held(key), null);
    store().remove(key);
  }

  static Map<String, @Nullable Object> getRequest(String key) {
    return Bodies.of("type", "get", "key", key);
  }

  static Map<String, @Nullable Object> putRequest(String key, Stamped stamped) {
    return Bodies.of("type", "put", "key", key, "entry", stamped.body());
  }

  /** Stores what a put request brings. */
  void put(String key, Stamped stamped, Map<String, @Nullable Object> request) {
    take(key, stamped);
  }

  @Override
  final boolean fromReplica(String src, Map<String, @Nullable Object> body) {
    switch (Bodies.type(body)) {
      case "get" -> reply(src, body, kept(Bodies.text(body, "key")).body());
      case "put" -> {
        put(Bodies.text(body, "key"), Stamped.of(Bodies.fields(body, "entry")), body);
        reply(src, body, STORED);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The newest of some answers to a get. */
  static Stamped newest(Iterable<Map<String, @Nullable Object>> answers) {
    Stamped newest = Stamped.NONE;
    for (Map<String, @Nullable Object> answer : answers) {
      Stamped found = Stamped.of(answer);
      newest = found.newerThan(newest) ? found : newest;
    }
    return newest;
  }
}
