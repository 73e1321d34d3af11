package dev.ordeal.harness.internal.clock;

import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.internal.reaper.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The library that answers a program's question for the time of day, preloaded before the C
 * library's: <a href="https://github.com/wolfcw/libfaketime">libfaketime</a>. It reads how wrong to
 * be from a file, at each question.
 *
 * <p>It works for programs that ask the C library it was built for, glibc: not for static ones, nor
 * for musl. What it keeps for itself in {@code /dev/shm} it leaves there when it is killed; {@link
 * #sweep} removes that.
 */
public final class Faketime {
  private static final String NAME = "libfaketimeMT.so.1";
  private static final Path SHARED = Path.of("/dev/shm");
  private static final List<String> SHARED_PREFIXES = List.of("faketime_shm_", "sem.faketime_sem_");

  private Faketime() {}

  /**
   * Where it is on this machine: at {@code -Dordeal.faketime}, or where distributions put it.
   *
   * @throws SetupFailure if it is not here
   */
  public static Path library() {
    var told = System.getProperty("ordeal.faketime");
    if (told != null) {
      var library = Path.of(told).toAbsolutePath();
      if (Files.isReadable(library)) {
        return library;
      }
      throw missing("there is no file " + library + ", which -Dordeal.faketime names");
    }
    for (Path folder : folders()) {
      var library = folder.resolve("faketime").resolve(NAME);
      if (Files.isReadable(library)) {
        return library;
      }
    }
    throw missing("there is no faketime/" + NAME + " below /usr/lib, /usr/lib64 or /usr/local/lib");
  }

  private static SetupFailure missing(String why) {
    return new SetupFailure(
        "the clocks of real nodes cannot be set wrong: "
            + why
            + "; install libfaketime (apt-get install libfaketime), or name the library with"
            + " -Dordeal.faketime=PATH");
  }

  private static List<Path> folders() {
    var folders = new ArrayList<Path>();
    for (String root : List.of("/usr/lib64", "/usr/local/lib", "/usr/lib")) {
      folders.add(Path.of(root));
    }
    try (DirectoryStream<Path> below = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-*")) {
      var sorted = new TreeSet<Path>();
      below.forEach(sorted::add);
      folders.addAll(sorted);
    } catch (IOException none) {
      // Then it is not below it.
    }
    return folders;
  }

  /**
   * What a program's environment must say.
   *
   * @param library where it sees the library
   * @param file where it sees the file that says how wrong its clock is
   */
  public static Map<String, String> environment(String library, String file) {
    var environment = new LinkedHashMap<String, String>();
    environment.put("LD_PRELOAD", library);
    environment.put("FAKETIME_TIMESTAMP_FILE", file);
    environment.put("FAKETIME_NO_CACHE", "1");
    // A JVM hangs without: its timers run on the monotonic clock.
    environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    environment.put("NO_FAKE_STAT", "1");
    return environment;
  }

  /** What makes another program share the clock of a running one, also when that is not true. */
  static String sharedWith(long pid) {
    return "/faketime_sem_" + pid + " /faketime_shm_" + pid;
  }

  /** Removes what processes that are gone have left. */
  public static void sweep() {
    try (var files = Files.list(SHARED)) {
      for (Path file : files.filter(Faketime::isLeft).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException notOurs) {
      // Of another user, or on a machine without it: then there is nothing of ours.
    }
  }

  private static boolean isLeft(Path file) {
    var name = file.getFileName().toString();
    for (String prefix : SHARED_PREFIXES) {
      var number = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
      if (number.matches("\\d{1,10}")) {
        return ProcessIdentity.of(Long.parseLong(number)).isEmpty();
      }
    }
    return false;
  }
}
