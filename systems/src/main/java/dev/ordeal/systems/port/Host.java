package dev.ordeal.systems.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a node may ask of the world it runs in. */
public interface Host {

  /** The name of this node. */
  String name();

  /** The names of all nodes of the cluster, this one among them, in the same order everywhere. */
  List<String> nodes();

  /**
   * This node's own clock in nanoseconds since a point of its choosing. It never goes back, and it
   * tells nothing about the clock of any other node.
   */
  long now();

  /**
   * What this node's wall clock says. It may be wrong, jump, go back, and run faster or slower than
   * {@link #now}: nothing that must hold can rest on it.
   */
  Instant wallClock();

  /** This node's source of randomness. */
  RandomGenerator random();

  /**
   * Sends a message, which may be lost, late or out of order; it never blocks.
   *
   * @param dest a node, or a client that has sent something to this node
   * @param body immutable plain data
   */
  void send(String dest, Map<String, @Nullable Object> body);

  /**
   * Runs a task once the delay has passed on this node's clock.
   *
   * @return run it to cancel the task; after the task ran it does nothing
   */
  Runnable after(Duration delay, Runnable task);

  /** What survives a crash of this node. */
  Storage storage();

  /** Adds a line to this node's log. */
  void log(String line);

  /**
   * Tells how long a phase of this node's work took, in a line of its log that readers sum up:
   * {@code phase prepare took 1.250ms}.
   *
   * @param name a word
   */
  default void phase(String name, Duration took) {
    log(String.format(Locale.ROOT, "phase %s took %.3fms", name, took.toNanos() / 1e6));
  }
}
