package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.internal.Folders;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An archive of the parsed classes of a node's program (JEP 350), which a JVM maps instead of
 * parsing them again: made once for each content of a class path, kept in {@code ~/.cache/ordeal}
 * (or the folder of the system property {@code ordeal.cache}), deleted when unused for two weeks.
 *
 * <p>The JVM archives no classes from folders, so these are packed into jars beside the archive.
 * Whatever goes wrong, the node starts without one: it only takes longer.
 *
 * @param classPath the class path to which the archive belongs
 * @param file the archive
 */
record ClassArchive(String classPath, Path file) {
  private static final System.Logger LOG = System.getLogger(ClassArchive.class.getName());
  private static final Duration KEPT = Duration.ofDays(14);
  private static final Map<Key, Optional<ClassArchive>> KNOWN = new ConcurrentHashMap<>();

  private record Key(String mainClass, String classPath, List<String> flags) {}

  /** The archive for a command, made now if need be; none if it cannot be had. */
  static Optional<ClassArchive> of(JavaCommand command) {
    var key = new Key(command.mainClass(), command.classPath(), command.flags());
    return KNOWN.computeIfAbsent(key, any -> prepare(command)).filter(ClassArchive::complete);
  }

  /** Somebody may have cleared the cache since. */
  private boolean complete() {
    return Files.exists(file)
        && ClassPath.entries(classPath).stream()
            .filter(entry -> entry.startsWith(file.getParent()))
            .allMatch(Files::exists);
  }

  private static Optional<ClassArchive> prepare(JavaCommand command) {
    try {
      var cache = cache();
      var folder = cache.resolve(ClassPath.fingerprint(command));
      var found = new ClassArchive(packed(command, folder), folder.resolve("classes.jsa"));
      if (!found.complete()) {
        Files.createDirectories(folder);
        makeAlone(command, folder, found);
        deleteUnused(cache);
      }
      Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
      return Optional.of(found);
    } catch (IOException | RuntimeException failure) {
      LOG.log(System.Logger.Level.INFO, "nodes start without a class archive: " + failure);
      return Optional.empty();
    }
  }

  private static Path cache() {
    var set = System.getProperty("ordeal.cache");
    return (set != null ? Path.of(set) : Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("ordeal")
        .toAbsolutePath();
  }

  /** The class path with the jar of each folder in the folder's place. */
  private static String packed(JavaCommand command, Path folder) {
    var entries = new ArrayList<String>();
    for (Path entry : ClassPath.entries(command.classPath())) {
      entries.add(
          (Files.isDirectory(entry) ? folder.resolve(entries.size() + ".jar") : entry).toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  /** Of several JVMs one makes it, in bounded time; the others wait for it. */
  private static void makeAlone(JavaCommand command, Path folder, ClassArchive wanted)
      throws IOException {
    var failed = folder.resolve("failed");
    if (Files.exists(failed)) {
      throw new IOException("making it failed before; delete " + folder + " to try again");
    }
    try (var channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      if (wanted.complete()) {
        return;
      }
      ClassPath.pack(ClassPath.entries(command.classPath()), folder);
      try {
        new ClassArchiveTraining(command, wanted).run();
      } catch (IOException | RuntimeException failure) {
        Files.writeString(failed, failure + "\n");
        throw failure;
      }
    }
  }

  private static void deleteUnused(Path cache) throws IOException {
    var limit = Instant.now().minus(KEPT);
    try (var folders = Files.list(cache)) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        if (Files.getLastModifiedTime(folder).toInstant().isBefore(limit)) {
          Folders.delete(folder);
        }
      }
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
  }
}
