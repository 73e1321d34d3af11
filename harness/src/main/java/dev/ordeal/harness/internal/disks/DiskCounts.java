package dev.ordeal.harness.internal.disks;

import dev.ordeal.harness.cluster.DiskEvidence;

/** Counts what the faults of a disk did to its user. One thread at a time. */
public final class DiskCounts {
  private long powerLosses;
  private long writesLost;
  private long bytesLost;
  private long namesLost;
  private long writesTorn;
  private long bytesFlipped;
  private long flippedBytesRead;
  private long writesRefused;
  private long syncsSlowed;
  private long syncsFailed;

  /** Nothing yet. */
  public DiskCounts() {}

  /** The power was lost, and with it so many changes of names. */
  public void powerLost(long names) {
    powerLosses++;
    namesLost += names;
  }

  /** So many writes were lost, with so many bytes. */
  public void lost(long writes, long bytes) {
    writesLost += writes;
    bytesLost += bytes;
  }

  /** A write was torn. */
  public void torn() {
    writesTorn++;
  }

  /** So many bytes were flipped. */
  public void flipped(long bytes) {
    bytesFlipped += bytes;
  }

  /** So many flipped bytes were read for the first time. */
  public void flippedRead(long bytes) {
    flippedBytesRead += bytes;
  }

  /** A write or creation was refused. */
  public void refused() {
    writesRefused++;
  }

  /** A sync took longer. */
  public void slowed() {
    syncsSlowed++;
  }

  /** A sync failed. */
  public void failed() {
    syncsFailed++;
  }

  /** All of it so far. */
  public DiskEvidence evidence() {
    return new DiskEvidence(
        powerLosses,
        writesLost,
        bytesLost,
        namesLost,
        writesTorn,
        bytesFlipped,
        flippedBytesRead,
        writesRefused,
        syncsSlowed,
        syncsFailed);
  }
}
