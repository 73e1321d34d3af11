package dev.ordeal.harness.cluster.disks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether this machine lets this process mount a FUSE file system. */
public final class FuseSupport {
  private static final Path DEVICE = Path.of("/dev/fuse");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long CAP_SYS_ADMIN = 1L << 21;

  private FuseSupport() {}

  /** The cause and the cure, if it does not; asking mounts nothing. */
  public static Optional<String> problem() {
    if (!Files.exists(STATUS)) {
      return Optional.of("faulty disks need Linux, and this is not; use the simulated backend");
    }
    if (!Files.exists(DEVICE)) {
      return Optional.of(
          "faulty disks need FUSE, and there is no /dev/fuse; run modprobe fuse, or give the"
              + " container this runs in --device /dev/fuse --cap-add SYS_ADMIN");
    }
    if (!mayMount() || !Files.isReadable(DEVICE) || !Files.isWritable(DEVICE)) {
      return Optional.of(
          "faulty disks need the right to mount (CAP_SYS_ADMIN) and to open /dev/fuse, and this"
              + " process lacks it; run it as root, or use the simulated backend");
    }
    if (!onPath("mount") || !onPath("umount") || !Files.isExecutable(Path.of("/bin/sh"))) {
      return Optional.of("faulty disks need sh, mount and umount; install util-linux");
    }
    return Optional.empty();
  }

  private static boolean mayMount() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("CapEff:"))
          .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .anyMatch(capabilities -> (capabilities & CAP_SYS_ADMIN) != 0);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static boolean onPath(String program) {
    return Stream.of("/bin", "/sbin", "/usr/bin", "/usr/sbin")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
