/**
 * Faulty disks for real processes: a file system that loses what was not synced, tears writes,
 * rots, runs full and syncs slowly or not at all.
 *
 * <p>The nodes of a cluster keep their data below one mount of a FUSE file system that a companion
 * JVM serves ({@link dev.ordeal.harness.cluster.disks.fuse}); each node has a volume of its own
 * there. The companion holds the data in memory, and obeys over a connection on 127.0.0.1. It ends
 * when the test process does, however that ends, and the reaper takes away the mount.
 */
@NullMarked
package dev.ordeal.harness.cluster.disks;

import org.jspecify.annotations.NullMarked;
