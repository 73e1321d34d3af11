package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;

/** How one kind of fault is done; when, and whom it hits, is what the op says. */
interface Mechanism {

  /**
   * Says why this cluster's backend cannot do it, before the trial starts.
   *
   * @throws dev.ordeal.harness.cluster.SetupFailure naming the fault and the backend
   */
  void requireSupport(Cluster cluster);

  /**
   * Injects one fault, and looks whether it bites.
   *
   * @param undo is told how to take back each step, before the step is done
   */
  Effect inject(Aim aim, Cluster cluster, Undo undo) throws Exception;
}
