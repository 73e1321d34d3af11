package dev.ordeal.harness.cluster.processes;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The entries of a class path: told apart by what is in them, and packed into jars. */
final class ClassPath {
  /** All jars of all JVMs carry this time: a JVM refuses an archive whose jars have another. */
  private static final FileTime EPOCH = FileTime.fromMillis(1_000_000_000_000L);

  private ClassPath() {}

  static List<Path> entries(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath())
        .toList();
  }

  /** A name for all that an archive depends on: the JVM, its flags, the classes. */
  static String fingerprint(JavaCommand command) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      add(digest, System.getProperty("java.vm.version") + System.getProperty("java.home"));
      add(digest, command.mainClass() + command.flags());
      for (Path entry : entries(command.classPath())) {
        addEntry(digest, entry);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 12);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A folder is known by its files' content, a jar by its size and time, as the JVM knows it. */
  private static void addEntry(MessageDigest digest, Path entry) throws IOException {
    add(digest, entry.toString());
    if (Files.isDirectory(entry)) {
      for (Path file : files(entry)) {
        add(digest, entry.relativize(file).toString());
        digest.update(Files.readAllBytes(file));
      }
    } else if (Files.exists(entry)) {
      add(digest, Files.size(entry) + " " + Files.getLastModifiedTime(entry));
    }
  }

  private static void add(MessageDigest digest, String text) {
    digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /**
   * Packs the i-th entry, if it is a folder, into {@code <i>.jar}; the same input, byte for byte.
   */
  static void pack(List<Path> entries, Path into) throws IOException {
    for (int i = 0; i < entries.size(); i++) {
      if (Files.isDirectory(entries.get(i))) {
        var unfinished = Files.createTempFile(into, "jar", ".tmp");
        pack(entries.get(i), unfinished);
        Files.setLastModifiedTime(unfinished, EPOCH);
        var jar = into.resolve(i + ".jar");
        Files.move(unfinished, jar, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void packFile(ZipOutputStream jar, String name, Path file) throws IOException {
    var entry = new ZipEntry(name);
    entry.setLastModifiedTime(EPOCH);
    jar.putNextEntry(entry);
    Files.copy(file, jar);
    jar.closeEntry();
  }

  private static void packFolder(Path folder, ZipOutputStream jar) throws IOException {
    for (Path file : files(folder)) {
      packFile(jar, folder.relativize(file).toString().replace(File.separatorChar, '/'), file);
    }
  }

  private static void pack(Path folder, Path jarFile) throws IOException {
    try (var jar = new ZipOutputStream(Files.newOutputStream(jarFile))) {
      packFolder(folder, jar);
    }
  }
}
