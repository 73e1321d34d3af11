package dev.ordeal.systems.port;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Storage for programs that must not say what a crash could unsay: an answer waits until everything
 * written before it is durable, and costs no sync when everything is.
 */
public final class WriteAhead {
  private final Storage storage;
  private long written;
  private long durable;

  /** Wraps a node's storage; every write must then go through it. */
  public WriteAhead(Storage storage) {
    this.storage = storage;
  }

  /** The record last written, durable or not. */
  public Optional<Map<String, @Nullable Object>> read(String key) {
    return storage.read(key);
  }

  /** Replaces a record. */
  public void write(String key, Map<String, @Nullable Object> record) {
    written++;
    storage.write(key, record);
  }

  /**
   * The number after the one that the record holds, 1 if there is none: once that is durable,
   * nobody is given it again. So a node counts its lives.
   */
  public long next(String key) {
    long next = read(key).map(saved -> Bodies.number(saved, "number")).orElse(0L) + 1;
    write(key, Bodies.of("number", next));
    return next;
  }

  /** Runs the answer once all writes before this call are durable: at once if they are. */
  public void whenDurable(Runnable answer) {
    if (durable == written) {
      answer.run();
      return;
    }
    long upTo = written;
    storage.sync(
        () -> {
          durable = Math.max(durable, upTo);
          answer.run();
        });
  }
}
