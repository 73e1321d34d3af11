/** What the simulated disks and the file system of the real ones share. */
@NullMarked
package dev.ordeal.harness.internal.disks;

import org.jspecify.annotations.NullMarked;
