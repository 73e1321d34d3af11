package dev.ordeal.harness.cluster.disks.fuse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of names that was not synced yet; all of its steps happen, or none.
 *
 * @param number its place in the order of all changes of the volume
 */
record NameChange(long number, List<Step> steps) {

  /** A name gets another meaning, or none. */
  record Step(Folder folder, String name, @Nullable Inode inode) {}

  /** Whether a sync of a file or folder must make it durable. */
  boolean concerns(Inode inode) {
    return steps.stream().anyMatch(step -> step.folder() == inode || step.inode() == inode);
  }

  void makeDurable() {
    steps.forEach(step -> Folder.put(step.folder().durable(), step.name(), step.inode()));
  }
}
