package dev.ordeal.harness.cluster;

import java.util.Optional;

/**
 * Takes from nodes what they live on. Every verb returns when it is in force, and throws {@link
 * IllegalStateException} with a clear message when it cannot be.
 */
public interface Pressure {

  /** What a node can be starved of. */
  enum Resource {
    /** Processor time; what is left is a share of one processor, between 0 and 1. */
    CPU("processor time"),
    /** Memory; what is left is how many bytes a node may take beyond what it has. */
    MEMORY("memory"),
    /** File descriptors; what is left is how many a node may open beyond those that it has. */
    FILES("file descriptors");

    private final String words;

    Resource(String words) {
      this.words = words;
    }

    /** In words: {@code processor time}. */
    public String words() {
      return words;
    }
  }

  /** Pressure on a node. */
  @FunctionalInterface
  interface Pressed {

    /** Takes it off again; whatever else weighs on the node stays. Idempotent. */
    void lift();
  }

  /**
   * What the kernel says of a node and a resource.
   *
   * @param used how much of it the node has: bytes, or file descriptors
   * @param limit how much it may have; {@link Long#MAX_VALUE} if as much as it likes
   * @param heldBack how often it was held back, as far as the kernel counts that
   */
  record Reading(long used, long limit, long heldBack) {}

  /** Why a node cannot be starved of something, in words; empty if it can. */
  Optional<String> obstacle(Resource resource, Node node);

  /** Leaves a running node no more than this of a resource, in the unit of the resource. */
  Pressed press(Node node, Resource resource, double left);

  /** What the kernel says; empty where it says nothing. */
  Optional<Reading> read(Node node, Resource resource);
}
