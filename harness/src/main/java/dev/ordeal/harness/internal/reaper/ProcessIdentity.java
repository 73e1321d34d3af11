package dev.ordeal.harness.internal.reaper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Which process a number means: numbers are used again, a number with a time of birth is not.
 *
 * @param pid its number
 * @param start when it was born: on Linux in clock ticks since the boot, which no change of the
 *     clock can move; elsewhere in milliseconds since 1970
 */
public record ProcessIdentity(long pid, long start) {
  private static final int START_TIME = 19;

  /** This process. */
  public static ProcessIdentity current() {
    return of(ProcessHandle.current());
  }

  /** The process of a handle; one that has ended already gets a birth that no process has. */
  public static ProcessIdentity of(ProcessHandle handle) {
    return of(handle.pid()).orElseGet(() -> new ProcessIdentity(handle.pid(), -1));
  }

  /** The process that has this number now, unless it is a zombie. */
  public static Optional<ProcessIdentity> of(long pid) {
    if (Files.exists(Path.of("/proc/self/stat"))) {
      return ofLinux(pid);
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(handle -> handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L))
        .map(start -> new ProcessIdentity(pid, start));
  }

  /** The fields of proc(5) begin after the name, which may itself hold spaces and brackets. */
  private static Optional<ProcessIdentity> ofLinux(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      boolean ended = fields[0].equals("Z") || fields[0].equals("X");
      long start = Long.parseLong(fields[START_TIME]);
      return ended ? Optional.empty() : Optional.of(new ProcessIdentity(pid, start));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** Whether this very process still exists; a paused one does. */
  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** A handle to it, if it still exists. */
  public Optional<ProcessHandle> handle() {
    return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
  }
}
