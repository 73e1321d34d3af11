package dev.ordeal.harness.cluster.disks;

import dev.ordeal.harness.internal.reaper.Cleanup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Takes away a mount of ours, be its server alive or not; the argument is the mount point. */
public final class Unmount implements Cleanup {
  static final String TYPE = "fuse.ordeal";
  private static final Path MOUNTS = Path.of("/proc/self/mounts");
  private static final int SECONDS = 10;

  /** For the reaper. */
  public Unmount() {}

  @Override
  public void clean(String mountPoint) throws IOException, InterruptedException {
    // Each mount that lies there hides the one before.
    for (int i = 0; i < 3 && mounted(mountPoint); i++) {
      // Lazily, since a node that is about to end may still have a file open.
      var said = run(List.of("umount", "-l", mountPoint));
      if (!said.isEmpty() && mounted(mountPoint)) {
        throw new IOException(
            "cannot unmount " + mountPoint + ": " + said + "; run umount -l " + mountPoint);
      }
    }
  }

  /** Whether a file system of ours is mounted there. */
  static boolean mounted(String mountPoint) throws IOException {
    if (!Files.exists(MOUNTS)) {
      return false;
    }
    var mounts = Files.readAllLines(MOUNTS, StandardCharsets.ISO_8859_1);
    var escaped = escape(mountPoint);
    return mounts.stream()
        .map(line -> line.split(" "))
        .anyMatch(mount -> mount[1].equals(escaped) && mount[2].equals(TYPE));
  }

  /** As the kernel writes it: getmntent(3). */
  private static String escape(String path) {
    var bytes = new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return bytes
        .replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012");
  }

  /** What a command says, after its end. */
  private static String run(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return command + " did not end within " + SECONDS + " s";
    }
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.exitValue() == 0 ? "" : said.strip() + " (exit " + process.exitValue() + ")";
  }
}
