package dev.ordeal.harness.cluster.disks.fuse;

import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What the faults of a volume did to its users, so far. */
final class Counts {
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

  void powerLost(long names) {
    powerLosses++;
    namesLost += names;
  }

  void lost(long writes, long bytes) {
    writesLost += writes;
    bytesLost += bytes;
  }

  void torn() {
    writesTorn++;
  }

  void flipped(long bytes) {
    bytesFlipped += bytes;
  }

  void flippedRead(long bytes) {
    flippedBytesRead += bytes;
  }

  void refused() {
    writesRefused++;
  }

  void slowed() {
    syncsSlowed++;
  }

  void failed() {
    syncsFailed++;
  }

  /** All of them, in the order of {@link dev.ordeal.harness.cluster.DiskEvidence}. */
  String line() {
    return LongStream.of(
            powerLosses,
            writesLost,
            bytesLost,
            namesLost,
            writesTorn,
            bytesFlipped,
            flippedBytesRead,
            writesRefused,
            syncsSlowed,
            syncsFailed)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(" "));
  }
}
