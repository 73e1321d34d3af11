package dev.ordeal.harness.internal.jvm;

import dev.ordeal.harness.internal.reaper.Cleanup;
import dev.ordeal.harness.internal.reaper.ReaperHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that a JVM must see while something is done to it, and that must not stay. */
public final class JvmFiles implements Cleanup {

  static void announce(Path file) {
    ReaperHandle.shared().entrust(JvmFiles.class, own(file));
  }

  static void forget(Path file) {
    ReaperHandle.shared().release(JvmFiles.class, own(file));
  }

  /** One in a container, which is seen through a process, ends with the container. */
  private static String own(Path file) {
    return file.toString();
  }

  @Override
  public void clean(String argument) throws IOException {
    Files.deleteIfExists(Path.of(argument));
  }
}
