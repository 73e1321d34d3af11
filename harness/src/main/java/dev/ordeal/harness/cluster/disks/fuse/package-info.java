/**
 * The file system of the faulty disks: a FUSE server in pure Java, which runs in a companion JVM.
 *
 * <p>The kernel's side of FUSE is a file descriptor: each read takes one whole request, each write
 * gives one whole answer, and the server is told which descriptor only at the mount. A JVM can open
 * {@code /dev/fuse} but cannot say its number to {@code mount}; so a shell opens it as descriptor
 * 0, mounts with {@code fd=0}, and becomes the JVM, whose standard input then is the connection.
 * When that process ends, however it ends, the kernel aborts the connection. The wire format is
 * that of {@code linux/fuse.h}, version 7.38.
 *
 * <p>What survives a power loss is modelled after ext4 with its default ordered journal, without
 * its kindness to programs that forget to sync ({@code auto_da_alloc}):
 *
 * <ul>
 *   <li>A write, truncation or allocation is durable once the file was synced ({@code fsync},
 *       {@code fdatasync}, {@code O_SYNC}, {@code O_DSYNC}) after it. Closing a file syncs nothing.
 *   <li>Creations, removals, renames and links are durable in their order: a sync of a folder makes
 *       all durable up to the last one in that folder, a sync of a file all up to the last one that
 *       gave it a name. So a rename is atomic, and a synced file can be found.
 *   <li>A name may be durable before the content is: a file that was renamed into place without a
 *       sync of the file is there, and empty.
 *   <li>Owners, modes and times are durable at once. {@code sync} and {@code syncfs} do nothing:
 *       the kernel does not pass them on.
 *   <li>A sync that failed has dropped what it should have written: the content stays readable, and
 *       never becomes durable, whatever later syncs say (as Linux does; Rebello et al., Can
 *       Applications Recover from fsync Failures?, ATC 2020).
 *   <li>Above 64 MiB of unsynced content, the oldest is written back unasked, as a kernel would.
 * </ul>
 */
@NullMarked
package dev.ordeal.harness.cluster.disks.fuse;

import org.jspecify.annotations.NullMarked;
