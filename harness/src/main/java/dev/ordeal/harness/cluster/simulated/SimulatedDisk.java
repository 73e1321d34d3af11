package dev.ordeal.harness.cluster.simulated;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records that can outlive a crash, once they are synced.
 *
 * <p>What was not synced when the node crashed may be there afterwards or not: each write on its
 * own, drawn from the seed, because that is what a page cache does.
 */
public interface SimulatedDisk {

  /** The last record written under a key, synced or not. */
  Optional<Map<String, @Nullable Object>> read(String key);

  /**
   * Writes a record.
   *
   * @throws java.io.UncheckedIOException if the disk is full; who does not catch it, crashes
   * @param record plain data, as in a message; it is copied
   */
  void write(String key, Map<String, @Nullable Object> record);

  /**
   * Runs {@code synced} once all that was written before this call is durable. If the disk fails,
   * the node crashes instead.
   */
  void sync(Runnable synced);
}
