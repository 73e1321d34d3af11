package dev.ordeal.harness.failures;

import dev.ordeal.harness.internal.reaper.ReaperHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What this JVM holds of the machine: children, threads, ports on which it listens, mounts in a
 * folder of its own. The one loop that all its RPC clients share stays on purpose, as the reaper
 * does.
 */
record Remains(Set<String> all) {
  private static final String LISTENING = "0A";
  private static final int STATE = 3;
  private static final int INODE = 9;

  static Remains now(Path folder) throws IOException {
    var all = new TreeSet<String>();
    var reaper = ReaperHandle.shared().process();
    ProcessHandle.current()
        .descendants()
        .filter(child -> reaper == null || child.pid() != reaper.pid())
        .forEach(child -> all.add("process " + child.pid() + " " + child.info().command()));
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("ordeal-"))
        .filter(thread -> !thread.getName().startsWith("ordeal-rpc"))
        .forEach(thread -> all.add("thread " + thread.getId() + " " + thread.getName()));
    addPorts(all);
    try (var mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
      mounts
          .filter(mount -> mount.contains(folder.toString()))
          .forEach(mount -> all.add("mount " + mount));
    }
    return new Remains(all);
  }

  /** Sockets of this process that listen: proc(5) names them by their inode. */
  private static void addPorts(Set<String> all) throws IOException {
    var mine = new TreeSet<String>();
    try (var files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : files) {
        try {
          mine.add(Files.readSymbolicLink(file).toString());
        } catch (IOException closed) {
          // It was closed meanwhile.
        }
      }
    }
    for (String table : Set.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
      try (var lines = Files.lines(Path.of(table))) {
        lines
            .map(line -> line.strip().split("\\s+"))
            .filter(fields -> fields.length > INODE && fields[STATE].equals(LISTENING))
            .filter(fields -> mine.contains("socket:[" + fields[INODE] + "]"))
            .forEach(fields -> all.add("port " + fields[1]));
      }
    }
  }

  /** What there is now that was not there before. */
  Set<String> since(Remains before) {
    return all.stream().filter(one -> !before.all.contains(one)).collect(Collectors.toSet());
  }
}
