package dev.ordeal.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Files and links that are either the old or the new one, whoever looks and whenever. */
final class AtomicFiles {

  private AtomicFiles() {}

  static void write(Path file, String text) {
    Path fresh = beside(file);
    try {
      try {
        Files.writeString(fresh, text);
        replace(fresh, file);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  static void link(Path link, Path relativeTarget) throws IOException {
    Path fresh = beside(link);
    try {
      Files.createSymbolicLink(fresh, relativeTarget);
      replace(fresh, link);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void replace(Path fresh, Path old) throws IOException {
    Files.move(fresh, old, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path beside(Path file) {
    return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
  }
}
