package dev.ordeal.harness.cluster.disks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cluster.disks.DurabilityModel.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is done to it, the file system holds what a model of it holds, also after a power loss.
 */
@Timeout(300)
class DurabilityTest {
  private static final int SEEDS = Integer.getInteger("ordeal.disks.seeds", 15);
  private static final int STEPS = 120;

  @TempDir private Path folder;
  private Path root;
  private DurabilityModel model;
  private Random random;

  /** Something that has a name now. */
  private record Entry(int folder, String name, int inode, Path path) {}

  @Test
  void the_mount_agrees_with_the_model_before_and_after_each_power_loss() throws IOException {
    Fuse.required();
    var volumes = new ArrayList<String>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      volumes.add("v" + seed);
    }
    var point = Files.createDirectory(folder.resolve("mount"));
    long lost = 0;
    try (var mount = FuseMount.open(point, volumes, 16L << 20)) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        root = point.resolve("v" + seed);
        model = new DurabilityModel();
        random = new Random(seed);
        for (int life = 1; life <= 4; life++) {
          live("seed " + seed + ", life " + life);
          var durable = model.durable();
          lost += model.seen().toString().equals(durable.toString()) ? 0 : 1;
          mount.ask("lose v" + seed);
          model.losePower();
          assertThat(found().toString())
              .as("seed %s: what survived power loss %s", seed, life)
              .isEqualTo(durable.toString());
        }
      }
    }
    assertThat(lost).as("power losses that took something").isGreaterThan(2L * SEEDS);
  }

  private void live(String name) throws IOException {
    for (int i = 0; i < STEPS; i++) {
      step();
      if (i % 20 == 19) {
        assertThat(found().toString()).as(name).isEqualTo(model.seen().toString());
      }
    }
  }

  private void step() throws IOException {
    var entries = entries();
    var files = entries.stream().filter(entry -> !model.isFolder(entry.inode)).toList();
    var folders = new ArrayList<>(entries.stream().filter(e -> model.isFolder(e.inode)).toList());
    folders.add(new Entry(-1, "", DurabilityModel.ROOT, root));
    int kind = random.nextInt(20);
    if (kind < 3 || files.isEmpty()) {
      make(folders.get(random.nextInt(folders.size())), kind == 0);
    } else if (kind < 10) {
      change(files.get(random.nextInt(files.size())), kind);
    } else if (kind < 13) {
      sync(files.get(random.nextInt(files.size())).inode, files, StandardOpenOption.WRITE);
    } else if (kind < 14) {
      sync(folders.get(random.nextInt(folders.size())).inode, folders, StandardOpenOption.READ);
    } else if (kind < 18) {
      move(entries, folders.get(random.nextInt(folders.size())));
    } else {
      delete(entries.get(random.nextInt(entries.size())));
    }
  }

  private List<Entry> entries() {
    var names = model.seenNames();
    var entries = new ArrayList<Entry>();
    var open = new ArrayList<>(List.of(new Entry(-1, "", DurabilityModel.ROOT, root)));
    while (!open.isEmpty()) {
      var above = open.remove(open.size() - 1);
      names
          .getOrDefault(above.inode, new TreeMap<>())
          .forEach(
              (name, inode) -> {
                var entry = new Entry(above.inode, name, inode, above.path.resolve(name));
                entries.add(entry);
                if (model.isFolder(inode)) {
                  open.add(entry);
                }
              });
    }
    return entries;
  }

  private void make(Entry in, boolean isFolder) throws IOException {
    var name = "f" + random.nextInt(12);
    var path = in.path.resolve(name);
    if (Files.exists(path)) {
      return;
    }
    if (isFolder) {
      Files.createDirectory(path);
    } else {
      Files.createFile(path);
    }
    model.make(in.inode, name, isFolder);
  }

  private void change(Entry entry, int kind) throws IOException {
    try (var file = FileChannel.open(entry.path, StandardOpenOption.WRITE)) {
      if (kind == 9) {
        int size = random.nextInt(9_000);
        if (size < file.size()) {
          file.truncate(size);
          model.resize(entry.inode, size);
        }
        return;
      }
      int offset = kind < 6 ? (int) file.size() : random.nextInt(9_000);
      var data = new byte[1 + random.nextInt(5_000)];
      random.nextBytes(data);
      file.write(ByteBuffer.wrap(data), offset);
      model.write(entry.inode, offset, data);
    }
  }

  private void sync(int inode, List<Entry> among, StandardOpenOption how) throws IOException {
    var entry = among.stream().filter(e -> e.inode == inode).findFirst().orElseThrow();
    try (var file = FileChannel.open(entry.path, how)) {
      file.force(random.nextBoolean());
    }
    model.sync(inode);
  }

  private void move(List<Entry> entries, Entry to) throws IOException {
    var moved = entries.get(random.nextInt(entries.size()));
    var name = "f" + random.nextInt(12);
    var path = to.path.resolve(name);
    if (to.path.startsWith(moved.path) || path.equals(moved.path)) {
      return;
    }
    if (Files.isDirectory(path) || (Files.exists(path) && model.isFolder(moved.inode))) {
      return;
    }
    Files.move(moved.path, path, StandardCopyOption.ATOMIC_MOVE);
    model.rename(moved.folder, moved.name, to.inode, name, moved.inode);
  }

  private void delete(Entry entry) throws IOException {
    if (model.isFolder(entry.inode)
        && !model.seenNames().getOrDefault(entry.inode, new TreeMap<>()).isEmpty()) {
      return;
    }
    Files.delete(entry.path);
    model.unlink(entry.folder, entry.name);
  }

  private Tree found() throws IOException {
    var entries = new TreeMap<String, byte[]>();
    Set<Path> paths = new HashSet<>();
    try (var all = Files.walk(root)) {
      all.filter(path -> !path.equals(root)).forEach(paths::add);
    }
    for (Path path : paths) {
      var name = root.relativize(path).toString();
      entries.put(name, Files.isDirectory(path) ? null : Files.readAllBytes(path));
    }
    return new Tree(entries);
  }
}
