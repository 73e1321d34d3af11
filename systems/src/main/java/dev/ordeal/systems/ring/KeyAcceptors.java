package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The acceptors of this node, one for each key that it was ever asked about (Rystsov 2018, section
 * 2.2). Whoever uses it sends its answers only once all that was written is durable.
 *
 * <p>All requests are idempotent: repeated, they get the same answer or a refusal.
 */
final class KeyAcceptors {
  private final KeyStore store;
  private final BiConsumer<String, @Nullable String> changed;

  /**
   * The acceptors of the keys in a store.
   *
   * @param changed told of a key, and of what was {@link #held} of it before, when that changed
   */
  KeyAcceptors(KeyStore store, BiConsumer<String, @Nullable String> changed) {
    this.store = store;
    this.changed = changed;
  }

  private long promised(String key) {
    Map<String, @Nullable Object> record = store.get(key);
    return record == null ? Ballot.NONE : Bodies.number(record, "promised");
  }

  /** What was accepted last. */
  Accepted accepted(String key) {
    Map<String, @Nullable Object> record = store.get(key);
    return record == null ? Accepted.NONE : Accepted.of(record);
  }

  /** Version and value of what was accepted last; null if the key was never written. */
  @Nullable String held(String key) {
    KeyState state = accepted(key).state();
    return state.version() == 0 ? null : state.version() + ":" + state.value();
  }

  /** Answers with what was accepted, promising nothing. */
  Map<String, @Nullable Object> peek(String key) {
    return accepted(key).body();
  }

  /** Promises to accept nothing below a ballot; answers with what was accepted so far. */
  Map<String, @Nullable Object> prepare(String key, long ballot) {
    if (ballot < promised(key)) {
      return conflict(key);
    }
    if (ballot > promised(key)) {
      save(key, ballot, accepted(key));
    }
    return accepted(key).body();
  }

  /** Accepts a state, unless a greater ballot was promised. */
  Map<String, @Nullable Object> accept(String key, Accepted proposed) {
    if (proposed.ballot() < promised(key)) {
      return conflict(key);
    }
    if (proposed.ballot() != accepted(key).ballot()) {
      String before = held(key);
      save(key, proposed.ballot(), proposed);
      changed.accept(key, before);
    }
    return Bodies.of("accepted", proposed.ballot());
  }

  private Map<String, @Nullable Object> conflict(String key) {
    return Bodies.of("conflict", promised(key));
  }

  private void save(String key, long promised, Accepted accepted) {
    store.put(key, Bodies.with(accepted.body(), "promised", promised));
  }
}
