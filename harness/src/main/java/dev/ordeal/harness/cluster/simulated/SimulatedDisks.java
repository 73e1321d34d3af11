package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.DiskEvidence;
import dev.ordeal.harness.cluster.Disks;
import dev.ordeal.harness.cluster.Node;
import java.time.Duration;

/**
 * The faults of the simulated disks. A record is what a file's bytes are elsewhere: a torn one is
 * gone, since a checksum tells, and a flipped byte makes one value another. A node whose write is
 * refused or whose sync fails crashes, as a program does that has no answer to it.
 */
final class SimulatedDisks implements Disks {
  private final SimulatedCluster cluster;

  SimulatedDisks(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  private Disk disk(Node node) {
    return cluster.member(node).disk();
  }

  @Override
  public void losePower(Node node) {
    cluster.member(node).end("power loss", Disk::losePower);
  }

  @Override
  public void tear(Node node, long seed) {
    cluster.member(node).end("power loss with torn writes", disk -> disk.tear(seed));
  }

  @Override
  public int flip(Node node, String files, int bytes, long seed) {
    if (bytes < 1 || files.isBlank()) {
      throw new IllegalArgumentException("flip " + bytes + " bytes in '" + files + "': give both");
    }
    return disk(node).flip(files, bytes, seed);
  }

  @Override
  public int mend(Node node) {
    return disk(node).mend();
  }

  @Override
  public void full(Node node, boolean full) {
    disk(node).full(full);
  }

  @Override
  public void slowSync(Node node, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a sync takes " + time + ": give 0 or more");
    }
    disk(node).slowness(time);
    var life = cluster.member(node).life();
    if (time.isZero() && life != null) {
      life.hurrySyncs();
    }
  }

  @Override
  public void failSync(Node node, boolean fail) {
    disk(node).failing(fail);
  }

  @Override
  public void heal(Node node) {
    full(node, false);
    failSync(node, false);
    slowSync(node, Duration.ZERO);
  }

  @Override
  public DiskEvidence evidence(Node node) {
    return disk(node).evidence();
  }
}
