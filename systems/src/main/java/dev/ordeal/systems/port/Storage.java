package dev.ordeal.systems.port;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records by key that survive a crash once they were synced, and may not survive it before. */
public interface Storage {

  /** The record last written, synced or not; empty if there is none. */
  Optional<Map<String, @Nullable Object>> read(String key);

  /**
   * Replaces a record; durable only when a later {@link #sync} has called back.
   *
   * @param record immutable plain data
   */
  void write(String key, Map<String, @Nullable Object> record);

  /** Runs the callback, as an event of its own, once all writes before this call are durable. */
  void sync(Runnable synced);
}
