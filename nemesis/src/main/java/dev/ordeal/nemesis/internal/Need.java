package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Disks;
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

  /** The disks, which a backend of real nodes has only if it was asked for them. */
  static Disks disks(Cluster cluster, String what) {
    return cluster
        .capability(Disks.class)
        .orElseThrow(
            () ->
                new SetupFailure(
                    "the "
                        + cluster.backend()
                        + " backend cannot "
                        + what
                        + ", since it lacks the capability Disks; build it with withDisks()"));
  }
}
