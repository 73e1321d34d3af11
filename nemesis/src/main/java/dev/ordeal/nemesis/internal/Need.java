package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Clocks;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Disks;
import dev.ordeal.harness.cluster.Membership;
import dev.ordeal.harness.cluster.SetupFailure;
import java.util.Optional;

/** Asks a cluster for what a fault needs, and says by name, and with the cure, what it lacks. */
final class Need {

  private Need() {}

  static <C> C of(Cluster cluster, Class<C> capability, String what) {
    return cluster.capability(capability).orElseThrow(() -> lack(cluster, what));
  }

  /** The disks, which a backend of real nodes has only if it was asked for them. */
  static Disks disks(Cluster cluster, String what) {
    return of(
        cluster,
        Disks.class,
        what + ", since it lacks the capability Disks; build it with withDisks()");
  }

  /** The clocks, which a backend of real nodes has only if it was asked for them. */
  static Clocks clocks(Cluster cluster, String what) {
    return of(
        cluster, Clocks.class, what + " unless its nodes are started for it: give it withClocks()");
  }

  /** The members, which a backend knows only if it was told how. */
  static Membership membership(Cluster cluster, String what) {
    return of(
        cluster,
        Membership.class,
        what + ", as nobody told it how: add .membership(...) to the backend");
  }

  /** That what it has serves this, too. */
  static void noObjection(Cluster cluster, String what, Optional<String> objection) {
    if (objection.isPresent()) {
      throw lack(cluster, what + ": " + objection.get());
    }
  }

  private static SetupFailure lack(Cluster cluster, String what) {
    return new SetupFailure("the " + cluster.backend() + " backend cannot " + what);
  }
}
