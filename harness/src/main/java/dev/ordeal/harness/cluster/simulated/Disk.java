package dev.ordeal.harness.cluster.simulated;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The disk of one node, over all its lives: what is durable, and what a crash may forget. */
final class Disk {
  private final SeededRandom random;
  private final Map<String, PlainMap> durable = new HashMap<>();
  private final ArrayDeque<Write> unsynced = new ArrayDeque<>();
  private Map<String, PlainMap> visible = new HashMap<>();
  private long written;

  private record Write(long number, String key, PlainMap value) {}

  Disk(SeededRandom random) {
    this.random = random;
  }

  @Nullable PlainMap read(String key) {
    return visible.get(key);
  }

  void write(String key, PlainMap value) {
    visible.put(key, value);
    unsynced.add(new Write(++written, key, value));
  }

  /** How many writes there have been. */
  long written() {
    return written;
  }

  /** The writes up to that number are durable now. */
  void commit(long upTo) {
    for (Write write; (write = unsynced.peek()) != null && write.number() <= upTo; ) {
      durable.put(write.key(), write.value());
      unsynced.remove();
    }
  }

  /** All writes are durable now, as they are some time after a process has ended by itself. */
  void settle() {
    commit(written);
  }

  /** Is as new. */
  void erase() {
    durable.clear();
    unsynced.clear();
    visible = new HashMap<>();
  }

  /** Each unsynced write reached the platter or not, whatever became of those around it. */
  void crash() {
    for (Write write : unsynced) {
      if (random.nextBoolean()) {
        durable.put(write.key(), write.value());
      }
    }
    unsynced.clear();
    visible = new HashMap<>(durable);
  }
}
