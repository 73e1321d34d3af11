package dev.ordeal.harness.cluster.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a node's program may touch: its name, its peers, its clock, its dice and its disk. */
public interface SimulatedHost {

  /** The name of this node. */
  String name();

  /** The names of all nodes, this one among them, in order. */
  List<String> nodes();

  /** Nanoseconds on this node's clock; it goes on while the node is paused. */
  long now();

  /**
   * What this node's wall clock says. It is true, and it is wrong while somebody skews it: it may
   * jump, go back, and run faster or slower than {@link #now}.
   */
  Instant wallClock();

  /** Random numbers of this node, the same for the same seed on every JDK. */
  RandomGenerator random();

  /**
   * Sends a message, which may be late, lost or (where so configured) doubled. To a client, it goes
   * back over the connection on which that client was heard.
   *
   * @param dest a node's name, or a client's
   * @param body plain data: null, Boolean, whole and real numbers, String, List, Map; it is copied
   * @throws IllegalArgumentException if it is not plain data, or no node has that name
   */
  void send(String dest, Map<String, @Nullable Object> body);

  /** Runs a task after a delay on this node's clock; run the answer to cancel it. */
  Runnable after(Duration delay, Runnable task);

  /** What survives a crash. */
  SimulatedDisk disk();

  /** Adds a line to this node's log file, with the virtual time in front. */
  void log(String line);
}
