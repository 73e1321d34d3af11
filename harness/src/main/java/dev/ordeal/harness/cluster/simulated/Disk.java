package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.DiskEvidence;
import dev.ordeal.harness.internal.disks.DiskCounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The disk of one node, over all its lives: what is durable, what a crash may forget, its faults.
 */
final class Disk {
  private final SeededRandom random;
  private final DiskCounts counts = new DiskCounts();
  private final Map<String, PlainMap> durable = new HashMap<>();
  private final ArrayDeque<Write> unsynced = new ArrayDeque<>();
  private final Map<String, Rot> rotten = new TreeMap<>();
  private Map<String, PlainMap> visible = new HashMap<>();
  private Duration slowness = Duration.ZERO;
  private boolean full;
  private boolean failing;
  private long written;

  private record Write(long number, String key, PlainMap value) {
    /** As a file would have it. */
    long bytes() {
      return key.length() + value.toString().length();
    }
  }

  Disk(SeededRandom random) {
    this.random = random;
  }

  @Nullable PlainMap read(String key) {
    var found = visible.get(key);
    var rot = rotten.isEmpty() ? null : rotten.get(key);
    if (rot != null && rot.damaged() == found && rot.firstRead()) {
      counts.flippedRead(1);
    }
    return found;
  }

  /**
   * Writes, if there is room.
   *
   * @throws UncheckedIOException if the disk is full
   */
  void write(String key, PlainMap value) {
    if (full) {
      counts.refused();
      throw new UncheckedIOException(new IOException("No space left on device"));
    }
    visible.put(key, value);
    unsynced.add(new Write(++written, key, value));
  }

  /** How many writes there have been. */
  long written() {
    return written;
  }

  /**
   * The writes up to that number are durable now.
   *
   * @throws UncheckedIOException if syncs fail; then they never will be
   */
  void commit(long upTo) {
    for (Write write; (write = unsynced.peek()) != null && write.number() <= upTo; ) {
      if (!failing) {
        durable.put(write.key(), write.value());
      }
      unsynced.remove();
    }
    if (failing) {
      counts.failed();
      throw new UncheckedIOException(new IOException("Input/output error"));
    }
  }

  /**
   * All writes are durable now, as they are some time after a process has ended by itself; on a
   * disk whose syncs fail, they are lost then.
   */
  void settle() {
    if (failing) {
      revert();
    } else {
      commit(written);
    }
  }

  /** Is as new. */
  void erase() {
    durable.clear();
    unsynced.clear();
    rotten.clear();
    visible = new HashMap<>();
  }

  /** Each unsynced write reached the platter or not, whatever became of those around it. */
  void crash() {
    for (Write write : unsynced) {
      if (random.nextBoolean()) {
        durable.put(write.key(), write.value());
      }
    }
    revert();
  }

  private void revert() {
    unsynced.clear();
    visible = new HashMap<>(durable);
  }

  /** No unsynced write reached the platter. */
  void losePower() {
    countLost(unsynced);
    revert();
  }

  /** Some did, in their order; the next was torn, which its checksum tells. */
  void tear(long seed) {
    if (unsynced.isEmpty()) {
      losePower();
      return;
    }
    int whole = SeededRandom.of(seed).nextInt(unsynced.size());
    for (int i = 0; i < whole; i++) {
      var write = unsynced.remove();
      durable.put(write.key(), write.value());
    }
    countLost(unsynced);
    counts.torn();
    revert();
  }

  private void countLost(Iterable<Write> lost) {
    long writes = 0;
    long bytes = 0;
    for (Write write : lost) {
      writes++;
      bytes += write.bytes();
    }
    counts.powerLost(0);
    counts.lost(writes, bytes);
  }

  /** Damages that many durable records, or as many as there are; how many it were. */
  int flip(String glob, int wanted, long seed) {
    var draws = SeededRandom.of(seed);
    var keys = new ArrayList<>(Rot.matching(glob, durable.keySet()));
    keys.removeIf(key -> rotten.containsKey(key) && rotten.get(key).damaged() == durable.get(key));
    int flipped = 0;
    while (flipped < wanted && !keys.isEmpty()) {
      var key = keys.remove(draws.nextInt(keys.size()));
      var whole = durable.get(key);
      var rot = whole == null ? null : Rot.of(whole, draws);
      if (whole != null && rot != null) {
        rotten.put(key, rot);
        durable.put(key, rot.damaged());
        visible.replace(key, whole, rot.damaged());
        flipped++;
      }
    }
    counts.flipped(flipped);
    return flipped;
  }

  /** Repairs what is still damaged; how many records. */
  int mend() {
    int mended = 0;
    for (var entry : List.copyOf(rotten.entrySet())) {
      var rot = entry.getValue();
      boolean there = durable.get(entry.getKey()) == rot.damaged();
      mended += there ? 1 : 0;
      durable.computeIfPresent(entry.getKey(), (key, now) -> rot.mended(now));
      visible.computeIfPresent(entry.getKey(), (key, now) -> rot.mended(now));
    }
    rotten.clear();
    return mended;
  }

  void full(boolean on) {
    full = on;
  }

  void failing(boolean on) {
    failing = on;
  }

  void slowness(Duration time) {
    slowness = time;
  }

  /** How much longer a sync takes that begins now. */
  long delayNanos() {
    if (!slowness.isZero()) {
      counts.slowed();
    }
    return slowness.toNanos();
  }

  DiskEvidence evidence() {
    return counts.evidence();
  }
}
