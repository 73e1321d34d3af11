package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.SetupFailure;

/** Asks a cluster for what a fault needs. */
final class Need {

  private Need() {}

  static <C> C of(Cluster cluster, Class<C> capability, String what) {
    return cluster
        .capability(capability)
        .orElseThrow(
            () -> new SetupFailure("the " + cluster.backend() + " backend cannot " + what));
  }
}
