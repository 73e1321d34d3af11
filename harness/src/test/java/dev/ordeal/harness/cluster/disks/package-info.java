/** Tests of the faulty disks, which mount a file system: root and FUSE are needed. */
package dev.ordeal.harness.cluster.disks;
