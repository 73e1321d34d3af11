package dev.ordeal.harness.cluster.simulated;

/** Something that happens at one instant of virtual time. */
abstract class Event {
  private boolean cancelled;

  /** Happens. */
  abstract void fire();

  /** Whether it shall not happen any more. */
  final boolean cancelled() {
    return cancelled;
  }

  /** It shall not happen any more; see {@link EventQueue#cancel}. */
  final void markCancelled() {
    cancelled = true;
  }
}
