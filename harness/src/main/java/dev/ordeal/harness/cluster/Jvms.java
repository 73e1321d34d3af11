package dev.ordeal.harness.cluster;

import java.util.Locale;
import java.util.Optional;

/**
 * What can be done to nodes that are JVMs. Every verb returns when it is in force, and throws
 * {@link IllegalStateException} with a clear message when it cannot be.
 */
public interface Jvms {

  /** What can be done to a JVM. */
  enum Deed {
    /** All its threads stand, as in a collection of garbage. */
    STALL,
    /** Its heap is full. */
    EXHAUST_HEAP
  }

  /** Something that is done to a JVM. */
  @FunctionalInterface
  interface Held {

    /**
     * Ends it. Idempotent.
     *
     * @return what the JVM itself says of it, in words; empty if nothing
     */
    String release();
  }

  /**
   * How full a heap is, as its JVM says.
   *
   * @param used in bytes
   * @param size in bytes, as far as it has grown
   */
  record Heap(long used, long size) {
    private static final double FULL = 0.85;
    private static final double MEBI = 1024 * 1024;

    /** Whether hardly anything is left; a collector never gives the last of it. */
    public boolean isFull() {
      return used >= FULL * size;
    }

    /** In words: {@code holds 58 of 61 MiB}. */
    public String words() {
      return String.format(Locale.ROOT, "holds %.0f of %.0f MiB", used / MEBI, size / MEBI);
    }
  }

  /** Why this cannot be done to a node, in words; empty if it can. */
  Optional<String> obstacle(Deed deed, Node node);

  /** Has all threads of a node's JVM stand, until that is released. */
  Held stall(Node node);

  /** Fills the heap of a node's JVM and keeps it full, until that is released. */
  Held exhaustHeap(Node node);

  /** How full the heap is; empty where there is none of its own. */
  Optional<Heap> heap(Node node);
}
