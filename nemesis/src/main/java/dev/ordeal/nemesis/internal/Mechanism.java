package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;

/** How one kind of fault is done; when, and whom it hits, is what the op says. */
interface Mechanism {

  /**
   * Says why this cluster's backend cannot do it, or cannot see it done, before the trial starts.
   *
   * @param aim whom or what it is to hit, without a draw
   * @throws dev.ordeal.harness.cluster.SetupFailure naming the fault and the backend
   */
  void requireSupport(Aim aim, Cluster cluster);

  /**
   * Injects one fault, and looks whether it bites.
   *
   * @param undo is told how to take back each step, before the step is done
   */
  Effect inject(Aim aim, Cluster cluster, Undo undo) throws Exception;
}
