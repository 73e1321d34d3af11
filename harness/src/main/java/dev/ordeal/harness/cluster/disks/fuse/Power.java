package dev.ordeal.harness.cluster.disks.fuse;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a power loss does to a volume, and how the volume comes back. */
final class Power {
  private final Volume volume;
  private final Set<Inode> revived = Collections.newSetFromMap(new IdentityHashMap<>());
  private long pages;

  Power(Volume volume) {
    this.volume = volume;
  }

  /**
   * Takes from each file what was not synced. With a seed, the disk was busy writing: each file
   * keeps a drawn number of its unsynced writes, and of the next one a part.
   */
  void cut(Collection<RegularFile> dirty, @Nullable Long tornBy) {
    var random = tornBy == null ? null : Seeds.random(tornBy);
    for (RegularFile file : List.copyOf(dirty)) {
      long before = file.durable().size();
      int kept = random == null ? 0 : file.tear(random);
      if (kept > 0 || file.durable().size() != before) {
        volume.keepNames(file);
      }
      if (kept > 0) {
        volume.counts().torn();
      }
      var loss = file.revert();
      volume.counts().lost(loss.writes(), loss.bytes() - kept);
    }
  }

  /** Makes the durable files all there is; how many pages they take. */
  long revive() {
    var root = volume.root();
    volume.inodes().removeAll(volume);
    volume.inodes().add(root);
    revive(root);
    return pages;
  }

  private void revive(Folder folder) {
    folder.revert();
    for (Inode inode : folder.seen().values()) {
      if (revived.add(inode)) {
        inode.links(0);
        // What the kernel has cached of the old number is of no use to anybody.
        inode.renumber(volume.inodes().next());
        volume.inodes().add(inode);
        reviveContent(inode);
      }
      inode.links(inode.links() + 1);
    }
  }

  private void reviveContent(Inode inode) {
    if (inode instanceof Folder below) {
      revive(below);
    } else if (inode instanceof RegularFile file) {
      if (file.dirty()) {
        file.revert();
      }
      pages += file.pages();
    }
  }
}
