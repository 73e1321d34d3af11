package dev.ordeal.harness.cluster;

import java.time.Duration;
import java.util.Collection;

/**
 * The disk of each node. Every verb returns when it is in force, and throws {@link
 * IllegalStateException} with a clear message when it cannot be.
 *
 * <p>A mere {@link Processes#kill} of a process loses nothing that it has written: the page cache
 * outlives it. Only a loss of power takes what was not synced.
 */
public interface Disks {

  /**
   * Cuts the power of a node: it ends at once, and what it had not synced is gone. It stays down
   * until {@link Processes#start}. A node that is down already only loses its data.
   */
  void losePower(Node node);

  /**
   * The same, in the middle of the disk's work: of what was not synced, each file keeps the first
   * writes, as many as the seed says, and of the next one a part.
   */
  void tear(Node node, long seed);

  /** Cuts the power of nodes, at one moment as nearly as the backend can. */
  default void losePowerTogether(Collection<Node> nodes) {
    nodes.forEach(this::losePower);
  }

  /** The same, with torn writes; see {@link #tear}. */
  default void tearTogether(Collection<Node> nodes, long seed) {
    nodes.forEach(node -> tear(node, seed));
  }

  /**
   * Flips bits in bytes that the disk holds durably: who reads them, reads them wrong from now on,
   * until they are overwritten.
   *
   * @param files which, as a glob over paths relative to the node's data folder: {@code **} for
   *     all; a backend without files matches its keys
   * @param bytes how many; fewer where there are not so many
   * @param seed which of them, and which bits
   * @return how many it were
   */
  int flip(Node node, String files, int bytes, long seed);

  /** Flips back what {@link #flip} has flipped and nobody has overwritten; how many bytes. */
  int mend(Node node);

  /** Lets the disk have no room, or room again. */
  void full(Node node, boolean full);

  /** Has each sync take so long; zero ends that, also for those under way. */
  void slowSync(Node node, Duration time);

  /** Has each sync fail, and drop what it should have written; or no longer. */
  void failSync(Node node, boolean fail);

  /** Ends {@link #full}, {@link #slowSync} and {@link #failSync}. What is lost or flipped stays. */
  void heal(Node node);

  /** What all of this did to a node so far. */
  DiskEvidence evidence(Node node);
}
