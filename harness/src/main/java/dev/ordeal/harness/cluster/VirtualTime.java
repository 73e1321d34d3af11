package dev.ordeal.harness.cluster;

/** The clock of a simulated cluster: time passes only when the next event is run. */
public interface VirtualTime {

  /** Nanoseconds of virtual time since the cluster was opened. */
  long now();

  /**
   * Runs the next event that is due no later than {@code limit} (nanoseconds), moving the clock to
   * it; if there is none, moves the clock to {@code limit} and returns false.
   */
  boolean runNext(long limit);

  /** Runs {@code task} as an event at {@code time} (nanoseconds; at once if that is past). */
  void at(long time, Runnable task);
}
