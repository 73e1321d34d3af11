package dev.ordeal.harness.internal;

import dev.ordeal.harness.cluster.Pressure.Reading;
import dev.ordeal.harness.cluster.Pressure.Resource;
import dev.ordeal.harness.internal.reaper.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The limits of running processes, as prlimit(1) sets them and proc(5) shows them. The soft limit
 * is moved and the hard one stays, so that it needs no privilege to move it back. A limit ends with
 * its process.
 */
public final class ProcessLimits {
  private static final long KIBI = 1024;
  private static final long BOUND_SECONDS = 10;
  private static final int SETTLING_MAX = 20;

  private ProcessLimits() {}

  /** A soft limit of one process, that can be put back. */
  private record Moved(ProcessIdentity process, String option, long before) {
    void putBack() {
      if (process.isAlive()) {
        set(process.pid(), option, before);
      }
    }
  }

  /** Why limits cannot be moved on this machine, in words; empty if they can. */
  public static Optional<String> obstacle() {
    if (!Files.isReadable(Path.of("/proc/self/limits"))) {
      return Optional.of("this needs the /proc of Linux");
    }
    boolean isThere =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "prlimit")));
    return isThere ? Optional.empty() : Optional.of("there is no prlimit here: install util-linux");
  }

  /** Leaves each of these processes so much more than it has; the answer puts all back. */
  public static Runnable leave(List<Long> pids, Resource resource, long left) {
    var moved = new ArrayList<Moved>();
    Runnable putBack = () -> moved.forEach(Moved::putBack);
    try {
      for (long pid : pids) {
        long before = reading(pid, resource).limit();
        long limit = (resource == Resource.FILES ? settledFiles(pid) : used(pid, resource)) + left;
        if (limit < before) {
          var process = ProcessIdentity.of(pid).orElseThrow(() -> gone(pid));
          moved.add(new Moved(process, option(resource), before));
          set(pid, option(resource), limit);
        }
      }
      return putBack;
    } catch (RuntimeException failure) {
      putBack.run();
      throw failure;
    }
  }

  /** What the kernel says of the one that has the most of it. */
  public static Optional<Reading> read(List<Long> pids, Resource resource) {
    Reading most = null;
    for (long pid : pids) {
      try {
        var reading = reading(pid, resource);
        most = most == null || reading.used() > most.used() ? reading : most;
      } catch (IllegalStateException hasEnded) {
        // Then it holds nothing.
      }
    }
    return Optional.ofNullable(most);
  }

  private static Reading reading(long pid, Resource resource) {
    return new Reading(used(pid, resource), limit(pid, resource), 0);
  }

  private static String option(Resource resource) {
    return resource == Resource.FILES ? "nofile" : "data";
  }

  private static long limit(long pid, Resource resource) {
    var title = resource == Resource.FILES ? "Max open files" : "Max data size";
    var soft =
        lines(pid, "limits")
            .filter(line -> line.startsWith(title))
            .map(line -> line.substring(title.length()).strip().split("\\s+")[0])
            .findFirst()
            .orElseThrow(() -> gone(pid));
    return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
  }

  private static long used(long pid, Resource resource) {
    if (resource == Resource.FILES) {
      return files(pid).size();
    }
    return lines(pid, "status")
        .filter(line -> line.startsWith("VmData:"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBI)
        .findFirst()
        .orElseThrow(() -> gone(pid));
  }

  /**
   * The lowest descriptor that is free, and would be given next; once connections that were just
   * closed have given back theirs.
   */
  private static long settledFiles(long pid) {
    long free = lowestFree(pid);
    for (int look = 0, same = 0; look < SETTLING_MAX && same < 3; look++) {
      pause();
      long now = lowestFree(pid);
      same = now == free ? same + 1 : 0;
      free = now;
    }
    return free;
  }

  private static long lowestFree(long pid) {
    var files = files(pid);
    long free = 0;
    while (files.contains(free)) {
      free++;
    }
    return free;
  }

  private static Set<Long> files(long pid) {
    try (var open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      var numbers = new HashSet<Long>();
      open.forEach(file -> numbers.add(Long.parseLong(file.getFileName().toString())));
      return numbers;
    } catch (IOException failure) {
      throw gone(pid);
    }
  }

  private static Stream<String> lines(long pid, String file) {
    try {
      var path = Path.of("/proc", Long.toString(pid), file);
      return Files.readString(path, StandardCharsets.ISO_8859_1).lines();
    } catch (IOException failure) {
      throw gone(pid);
    }
  }

  private static IllegalStateException gone(long pid) {
    return new IllegalStateException(
        "process " + pid + " has ended, or this user may not look at it");
  }

  /** Without a hard limit after the colon, that one stays. */
  private static void set(long pid, String option, long limit) {
    var text = limit == Long.MAX_VALUE ? "unlimited" : Long.toString(limit);
    var command = List.of("prlimit", "--pid", Long.toString(pid), "--" + option + "=" + text + ":");
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!ended(process) || process.exitValue() != 0) {
        throw new IllegalStateException("'" + String.join(" ", command) + "' failed: " + said);
      }
    } catch (IOException missing) {
      throw new IllegalStateException("prlimit cannot be run: " + missing.getMessage(), missing);
    }
  }

  private static boolean ended(Process process) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException early) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(5);
    } catch (InterruptedException early) {
      Thread.currentThread().interrupt();
    }
  }
}
