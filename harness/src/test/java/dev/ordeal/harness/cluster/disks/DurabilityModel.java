package dev.ordeal.harness.cluster.disks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a file system should hold, told from the list of all that was ever done to it: seen is all
 * of it; durable is, of each file, what was done before its last sync, and of the names, what was
 * done before the last one that a sync was asked to make durable.
 */
final class DurabilityModel {
  static final int ROOT = 0;
  private static final int NONE = -1;

  private final List<Step> steps = new ArrayList<>();
  private int made;

  private sealed interface Step {}

  /** Several names get new meanings at once, or none. */
  private record Names(List<Name> names) implements Step {}

  private record Name(int folder, String name, int inode) {}

  private record Write(int file, int offset, byte[] data) implements Step {}

  private record Resize(int file, int size) implements Step {}

  private record Sync(int inode) implements Step {}

  /** A tree as it looks from outside: a path and the content, or null for a folder. */
  record Tree(TreeMap<String, byte[]> entries) {
    static String describe(Map<String, byte[]> entries) {
      var text = new StringBuilder();
      entries.forEach(
          (path, bytes) ->
              text.append(path)
                  .append(bytes == null ? "/" : " " + bytes.length + " " + Arrays.hashCode(bytes))
                  .append('\n'));
      return text.toString();
    }

    @Override
    public String toString() {
      return describe(entries);
    }
  }

  private final Map<Integer, Boolean> folders = new HashMap<>(Map.of(ROOT, true));

  int make(int folder, String name, boolean isFolder) {
    folders.put(++made, isFolder);
    steps.add(new Names(List.of(new Name(folder, name, made))));
    return made;
  }

  void unlink(int folder, String name) {
    steps.add(new Names(List.of(new Name(folder, name, NONE))));
  }

  void rename(int from, String name, int to, String newName, int inode) {
    steps.add(new Names(List.of(new Name(from, name, NONE), new Name(to, newName, inode))));
  }

  void write(int file, int offset, byte[] data) {
    steps.add(new Write(file, offset, data));
  }

  void resize(int file, int size) {
    steps.add(new Resize(file, size));
  }

  void sync(int inode) {
    steps.add(new Sync(inode));
  }

  boolean isFolder(int inode) {
    return folders.get(inode);
  }

  /** The names in each folder that is seen. */
  Map<Integer, TreeMap<String, Integer>> seenNames() {
    return namesAfter(steps.size());
  }

  private Map<Integer, TreeMap<String, Integer>> namesAfter(int count) {
    var names = new HashMap<Integer, TreeMap<String, Integer>>();
    names.put(ROOT, new TreeMap<>());
    for (Step step : steps.subList(0, count)) {
      if (step instanceof Names changed) {
        for (Name name : changed.names) {
          var folder = names.computeIfAbsent(name.folder, id -> new TreeMap<>());
          if (name.inode == NONE) {
            folder.remove(name.name);
          } else {
            folder.put(name.name, name.inode);
          }
        }
      }
    }
    return names;
  }

  private byte[] contentAfter(int file, int count) {
    var content = new byte[0];
    for (Step step : steps.subList(0, count)) {
      if (step instanceof Write write && write.file == file) {
        int end = write.offset + write.data.length;
        content = Arrays.copyOf(content, Math.max(content.length, end));
        System.arraycopy(write.data, 0, content, write.offset, write.data.length);
      } else if (step instanceof Resize resize && resize.file == file) {
        content = Arrays.copyOf(content, resize.size);
      }
    }
    return content;
  }

  private int lastSync(int file) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i) instanceof Sync sync && sync.inode == file) {
        return i;
      }
    }
    return 0;
  }

  /** The number of steps behind which no change of names is durable. */
  private int durableNames() {
    int durable = 0;
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Sync sync) {
        for (int j = durable; j < i; j++) {
          if (steps.get(j) instanceof Names names && concerns(names, sync.inode)) {
            durable = j + 1;
          }
        }
      }
    }
    return durable;
  }

  private static boolean concerns(Names names, int inode) {
    return names.names.stream().anyMatch(name -> name.folder == inode || name.inode == inode);
  }

  Tree seen() {
    return tree(namesAfter(steps.size()), file -> contentAfter(file, steps.size()));
  }

  Tree durable() {
    return tree(namesAfter(durableNames()), file -> contentAfter(file, lastSync(file)));
  }

  /** Forgets all that was not durable, so that the durable is what is seen. */
  void losePower() {
    int names = durableNames();
    var syncs = new HashMap<Integer, Integer>();
    for (int file = 1; file <= made; file++) {
      syncs.put(file, lastSync(file));
    }
    var kept = new ArrayList<Step>();
    for (int i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      boolean keep =
          step instanceof Names && i < names
              || step instanceof Write write && i < syncs.get(write.file)
              || step instanceof Resize resize && i < syncs.get(resize.file);
      if (keep) {
        kept.add(step);
      }
    }
    steps.clear();
    steps.addAll(kept);
    // What survived is durable, and no later sync has to say so again.
    for (int inode = 0; inode <= made; inode++) {
      steps.add(new Sync(inode));
    }
  }

  private interface Contents {
    byte[] of(int file);
  }

  private Tree tree(Map<Integer, TreeMap<String, Integer>> names, Contents contents) {
    var entries = new TreeMap<String, byte[]>();
    collect("", ROOT, names, contents, entries);
    return new Tree(entries);
  }

  private void collect(
      String path,
      int folder,
      Map<Integer, TreeMap<String, Integer>> names,
      Contents contents,
      TreeMap<String, byte[]> entries) {
    names
        .getOrDefault(folder, new TreeMap<>())
        .forEach(
            (name, inode) -> {
              boolean isFolder = folders.get(inode);
              entries.put(path + name, isFolder ? null : contents.of(inode));
              if (isFolder) {
                collect(path + name + "/", inode, names, contents, entries);
              }
            });
  }
}
