package dev.ordeal.harness.cluster.disks.fuse;

import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/** A file: the content that readers see, the content that is durable, and the changes between. */
final class RegularFile extends Inode {
  static final int TYPE_BITS = 0100000;

  private final ArrayDeque<Change> unsynced = new ArrayDeque<>();
  private final Ranges abandoned = new Ranges();
  private long abandonedWrites;
  private long abandonedBytes;
  private final Content durable = new Content();
  private Content seen = new Content();

  RegularFile(Volume volume, long id, Owner owner) {
    super(volume, id, owner);
  }

  /** What a power loss takes from a file; the weight is what it took of this process's memory. */
  record Loss(long writes, long bytes, long weight) {}

  Content seen() {
    return seen;
  }

  Content durable() {
    return durable;
  }

  void change(Change change) {
    change.applyTo(seen);
    unsynced.add(change);
  }

  /** Whether a power loss would change it. */
  boolean dirty() {
    return !unsynced.isEmpty() || !abandoned.isEmpty();
  }

  /** Makes the changes up to that number durable; how much they weighed. */
  long sync(long upTo) {
    long weight = 0;
    for (Change next; (next = unsynced.peek()) != null && next.number() <= upTo; ) {
      next.applyTo(durable);
      weight += next.weight();
      unsynced.remove();
    }
    return weight;
  }

  /** What was written up to that number will never be durable; how much it weighed. */
  long abandon(long upTo) {
    long weight = 0;
    for (Change next; (next = unsynced.peek()) != null && next.number() <= upTo; ) {
      if (next instanceof Change.Write write) {
        abandoned.add(write.offset(), write.offset() + write.bytes());
        abandonedWrites++;
        abandonedBytes += write.bytes();
      } else {
        next.applyTo(durable);
      }
      weight += next.weight();
      unsynced.remove();
    }
    return weight;
  }

  /**
   * Makes a drawn number of the unsynced changes durable, and of the one behind them a part, if it
   * is a write; how many bytes that part has.
   */
  int tear(RandomGenerator random) {
    if (unsynced.isEmpty()) {
      return 0;
    }
    int whole = random.nextInt(unsynced.size());
    for (int i = 0; i < whole; i++) {
      unsynced.remove().applyTo(durable);
    }
    if (unsynced.peek() instanceof Change.Write write && write.data().length > 1) {
      int kept = 1 + random.nextInt(write.data().length - 1);
      write.applyTorn(durable, kept);
      return kept;
    }
    return 0;
  }

  /** Only the durable content is left. */
  Loss revert() {
    long writes = abandonedWrites + unsynced.size();
    long bytes = abandonedBytes + unsynced.stream().mapToLong(Change::bytes).sum();
    long weight = unsynced.stream().mapToLong(Change::weight).sum();
    unsynced.clear();
    abandoned.clear();
    abandonedWrites = 0;
    abandonedBytes = 0;
    seen = durable.copy();
    return new Loss(writes, bytes, weight);
  }

  /** Flips back what is rotten; how many bytes. */
  int mend() {
    return Math.max(seen.mend(), durable.mend());
  }

  /** Flips bits of a durable byte, for readers too unless something newer hides it from them. */
  void flip(long offset, byte mask) {
    var rot = new Rot(mask);
    durable.flip(offset, rot);
    boolean hidden =
        offset >= seen.size()
            || unsynced.stream().anyMatch(change -> change.covers(offset))
            || abandoned.contains(offset);
    if (!hidden && !seen.rottenAt(offset)) {
      seen.flip(offset, rot);
    }
  }

  @Override
  long size() {
    return seen.size();
  }

  @Override
  long pages() {
    return seen.pages();
  }
}
