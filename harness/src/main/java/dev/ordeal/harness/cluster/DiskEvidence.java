package dev.ordeal.harness.cluster;

/**
 * What the faults of one node's disk did to the node, counted since the cluster was opened: a fault
 * that no count tells of did not bite.
 *
 * @param powerLosses how often the disk lost what was not synced, be it nothing
 * @param writesLost writes that were not synced when the power was lost
 * @param bytesLost what these writes had brought, and was not kept
 * @param namesLost files created, removed or renamed, and not synced when the power was lost
 * @param writesTorn writes of which a power loss kept a part
 * @param bytesFlipped bytes in which bits were flipped
 * @param flippedBytesRead those of them that the node has read back
 * @param writesRefused writes and creations refused because the disk was full
 * @param syncsSlowed syncs that took longer
 * @param syncsFailed syncs that were answered with an error
 */
public record DiskEvidence(
    long powerLosses,
    long writesLost,
    long bytesLost,
    long namesLost,
    long writesTorn,
    long bytesFlipped,
    long flippedBytesRead,
    long writesRefused,
    long syncsSlowed,
    long syncsFailed) {
  /** Nothing happened yet. */
  public static final DiskEvidence NONE = new DiskEvidence(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** What has happened since an earlier look. */
  public DiskEvidence since(DiskEvidence earlier) {
    return new DiskEvidence(
        powerLosses - earlier.powerLosses,
        writesLost - earlier.writesLost,
        bytesLost - earlier.bytesLost,
        namesLost - earlier.namesLost,
        writesTorn - earlier.writesTorn,
        bytesFlipped - earlier.bytesFlipped,
        flippedBytesRead - earlier.flippedBytesRead,
        writesRefused - earlier.writesRefused,
        syncsSlowed - earlier.syncsSlowed,
        syncsFailed - earlier.syncsFailed);
  }
}
