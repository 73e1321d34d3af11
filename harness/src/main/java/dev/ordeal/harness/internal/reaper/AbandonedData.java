package dev.ordeal.harness.internal.reaper;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/**
 * The data folders of nodes whose JVM was killed: deleted by its reaper, or, if that was killed
 * too, before the next run of their store.
 */
public final class AbandonedData implements Cleanup {
  private static final System.Logger LOG = System.getLogger(AbandonedData.class.getName());
  private static final String OWNER = ".owner";
  private static final int ATTEMPTS = 50;
  private static final int PAUSE_MILLIS = 100;

  /** For the reaper. */
  public AbandonedData() {}

  /** Makes this folder if need be, and has it deleted when this JVM is gone. */
  public static void entrust(Path data) {
    var folder = data.toAbsolutePath();
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(OWNER), Ownership.ofThisJvm().toString());
    } catch (IOException unwritable) {
      throw new UncheckedIOException(
          folder + " cannot be written: is the disk full? (" + unwritable + ")", unwritable);
    }
    ReaperHandle.shared().entrust(AbandonedData.class, folder.toString());
  }

  /** Takes back {@link #entrust}: the folder is deleted. */
  public static void release(Path data) {
    ReaperHandle.shared().release(AbandonedData.class, data.toAbsolutePath().toString());
  }

  /** Deletes, of these folders, those that were entrusted by a JVM that is gone. */
  public static void sweep(Collection<Path> folders) {
    for (Path folder : folders) {
      if (isAbandoned(folder)) {
        LOG.log(Level.INFO, "deleting what a killed test left: " + folder);
        try {
          delete(folder);
        } catch (IOException | UncheckedIOException failure) {
          LOG.log(Level.WARNING, folder + " cannot be deleted: " + failure);
        }
      }
    }
  }

  private static boolean isAbandoned(Path folder) {
    var owner = folder.resolve(OWNER);
    try {
      return Files.isRegularFile(owner, LinkOption.NOFOLLOW_LINKS)
          && Ownership.parse(Files.readString(owner, StandardCharsets.UTF_8).strip()).ownerIsGone();
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** Who was just killed may still write: so it is tried again. */
  @Override
  public void clean(String argument) throws IOException, InterruptedException {
    for (int attempt = 1; Files.exists(Path.of(argument)); attempt++) {
      try {
        delete(Path.of(argument));
      } catch (IOException | UncheckedIOException busy) {
        if (attempt == ATTEMPTS) {
          throw busy;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** The mark goes last: what is left of a deletion that fails is swept again. */
  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      var inner = folder + File.separator + OWNER;
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder) && !file.toString().equals(inner)) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.deleteIfExists(folder.resolve(OWNER));
    Files.deleteIfExists(folder);
  }
}
